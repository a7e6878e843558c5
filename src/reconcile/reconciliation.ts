import type { DuckDBConnection } from "@duckdb/node-api";

import type { CardKind, CardRequest } from "#model/card.ts";
import type { Dataset } from "#model/datasets.ts";
import type { Explanation } from "#model/explanation.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { Finding } from "#model/outcome.ts";

/** An ingested export: its table and the canonical columns the source really has. */
export interface IngestedTable {
  readonly table: string;
  readonly available: readonly string[];
  /** Columns beside the canonical ones that narrow the scope, each with the value it must have: those of one sheet of books. */
  readonly within?: Readonly<Record<string, string>>;
}

/** Both sides of a reconciliation, already ingested on one DuckDB connection. */
export interface ReconcileInput {
  readonly connection: DuckDBConnection;
  readonly tables: Readonly<Partial<Record<Dataset, IngestedTable>>>;
  /** Table of rates (date, from, to, rate), null when the configuration names none. */
  readonly rates: string | null;
  readonly context: FilterContext;
  /** The zone in which the source itself reads its days. */
  readonly sourceTimezone: string;
  /** The dashboard card compared with, as asked for. */
  readonly card: CardRequest;
  /** What reading the exports already found. */
  readonly findings: readonly Finding[];
}

export interface Explained {
  readonly explanation: Explanation;
  /** A query for the offending records, worst first; null when there are none. */
  readonly rowsQuery: string | null;
  /** The column of the table `contribution` that says when a record is dated, as text; null when there are none. */
  readonly dated: string | null;
}

/** Two sides in, gap explanation out: no I/O but the connection it is handed. */
export interface Reconciliation {
  readonly title: string;
  readonly needs: readonly Dataset[];
  /** Used where the run collected them. */
  readonly uses?: readonly Dataset[];
  /** The card it compares with, where it does. */
  readonly card?: CardKind;
  /** It counts by the date basis asked for; the others by when their records happened. */
  readonly byDateBasis?: true;
  /** It counts records, whatever their money: no rate is read. */
  readonly counts?: true;
  explain(input: ReconcileInput): Promise<Explained>;
}
