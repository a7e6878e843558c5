import { DuckDBInstance } from "@duckdb/node-api";
import type { DuckDBConnection } from "@duckdb/node-api";

import type { CardRequest } from "#model/card.ts";
import { noCard } from "#model/card.ts";
import type { Dataset } from "#model/datasets.ts";
import type { Explanation } from "#model/explanation.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { IngestedTable, Reconciliation } from "#reconcile/reconciliation.ts";
import { rowsOf } from "#reconcile/sql.ts";
import { october } from "./october.ts";
import { tableOf } from "./tables.ts";
import type { Row } from "./tables.ts";

export interface Given {
  /** The exports that were collected, each as its rows. */
  readonly exports: Readonly<Partial<Record<Dataset, readonly Row[]>>>;
  /** Columns an export has; all unless given. */
  readonly available?: Readonly<Partial<Record<Dataset, readonly string[]>>>;
  /** None in the configuration unless given. */
  readonly rates?: readonly Row[];
  readonly context?: FilterContext;
  readonly card?: Partial<CardRequest>;
  readonly sourceTimezone?: string;
}

export interface Answer {
  readonly explanation: Explanation;
  /** The offending records, as the file of them shows them; to be asked before the next answer is. */
  readonly offending: () => Promise<Record<string, unknown>[]>;
}

/** A connection each, kept: what one reconciliation calls a view another calls a table. */
const connections = new Map<Reconciliation, Promise<DuckDBConnection>>();

async function connect(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'; SET threads = 1");
  return connection;
}

/** What a reconciliation says of literal rows; USD in New York, October 2026, unless given otherwise. */
export async function answerOf(reconciliation: Reconciliation, given: Given): Promise<Answer> {
  const { exports, available, rates, context = october, card, sourceTimezone = "UTC" } = given;
  const connecting = connections.get(reconciliation) ?? connect();
  connections.set(reconciliation, connecting);
  const connection = await connecting;
  const tables: Partial<Record<Dataset, IngestedTable>> = {};
  for (const [name, rows] of Object.entries(exports)) {
    const dataset = name as Dataset;
    tables[dataset] = await tableOf(connection, dataset, rows, available?.[dataset]);
  }
  if (rates) await writeRates(connection, rates);
  const { explanation, rowsQuery } = await reconciliation.explain({
    connection,
    tables,
    rates: rates ? "rates" : null,
    context,
    card: { ...noCard, ...card },
    sourceTimezone,
    findings: [],
  });
  const offending = async () => (rowsQuery === null ? [] : rowsOf(connection, rowsQuery));
  return { explanation, offending };
}

async function writeRates(connection: DuckDBConnection, rates: readonly Row[]): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TABLE rates (date DATE, "from" VARCHAR, "to" VARCHAR, rate DECIMAL(38, 14))`,
  );
  if (rates.length === 0) return;
  const values = rates.map(
    ({ date, from, to, rate }) => `('${date}', '${from}', '${to}', ${rate})`,
  );
  await connection.run(`INSERT INTO rates VALUES ${values.join(", ")}`);
}
