import type { DuckDBConnection } from "@duckdb/node-api";

import { causes as vocabulary } from "#model/causes.ts";
import type { CauseId } from "#model/causes.ts";
import { Decimal, formatAmount } from "#model/money.ts";
import type { Finding } from "#model/outcome.ts";
import type { Sides } from "#model/explanation.ts";
import type { Explained } from "#reconcile/reconciliation.ts";
import { beginsPlainly, rowsOf } from "#reconcile/sql.ts";

interface Total {
  readonly amount: string;
  readonly rows: number;
}

export interface ContributionInput {
  readonly connection: DuckDBConnection;
  /** Null for counts. */
  readonly currency: string | null;
  readonly sides?: Sides;
  readonly expected: Total;
  readonly actual: Total;
  readonly findings: readonly Finding[];
  /** What is unexplained and no record of the table: exact decimal, zero unless given. */
  readonly residue?: string;
  /** The column, or SQL over columns, that says when, as text; `dated` unless given. */
  readonly dated?: string;
  /** Columns of the table that the file of offending records shows: texts as the source gave them, then SQL of ours. */
  readonly shown: { readonly texts: readonly string[]; readonly ours: readonly string[] };
}

/**
 * Sums the table `contribution` (cause, contribution, record, id and the columns shown) by cause into a gap explanation;
 * what has no cause is unexplained, and said.
 */
export async function explanationOf(input: ContributionInput): Promise<Explained> {
  const { connection, currency, expected, actual, shown } = input;
  const payout = shown.texts.includes("payout_id")
    ? "CASE WHEN min(payout_id) = max(payout_id) AND count(payout_id) = count(*) THEN min(payout_id) END"
    : "NULL";
  const rows = await rowsOf(
    connection,
    `SELECT cause, sum(contribution) AS amount, count(*) AS rows, min(id, 5) AS examples, ${payout} AS payout
    FROM contribution GROUP BY cause`,
  );
  const parts = rows.map((row) => ({
    cause: row["cause"] as CauseId | null,
    amount: new Decimal(String(row["amount"])),
    rows: Number(row["rows"]),
    examples: row["examples"] as string[],
    ...(row["payout"] === null ? {} : { payout: String(row["payout"]) }),
  }));
  const gap = new Decimal(actual.amount).minus(expected.amount);
  const explained = parts
    .filter(({ cause }) => cause !== null)
    .reduce((sum, { amount }) => sum.plus(amount), new Decimal(0));
  const without = parts.find(({ cause }) => cause === null);
  const unexplained = gap.minus(explained);
  const known = new Decimal(input.residue ?? 0).plus(without?.amount ?? 0);
  if (!unexplained.equals(known)) {
    throw new Error(`contributions sum to ${explained.plus(known)}, the gap is ${gap}`);
  }
  const order = Object.keys(vocabulary);
  const exact = (amount: Decimal): string =>
    currency === null ? amount.toFixed() : formatAmount(amount, currency);
  return {
    explanation: {
      ...(input.sides ? { sides: input.sides } : {}),
      expected: { amount: exact(new Decimal(expected.amount)), currency, rows: expected.rows },
      actual: { amount: exact(new Decimal(actual.amount)), currency, rows: actual.rows },
      gap: exact(gap),
      causes: parts
        .flatMap(({ cause, amount, ...rest }) => (cause ? [{ cause, amount, ...rest }] : []))
        .sort((a, b) => order.indexOf(a.cause) - order.indexOf(b.cause))
        .map((part) => ({ ...part, amount: exact(part.amount) })),
      unexplained: exact(unexplained),
      findings: without ? [...input.findings, unexplainedFinding(without)] : input.findings,
    },
    rowsQuery: parts.length > 0 ? rowsQuery(shown) : null,
    dated: parts.length > 0 ? (input.dated ?? "dated") : null,
  };
}

function unexplainedFinding({ rows, examples }: { rows: number; examples: string[] }): Finding {
  return {
    id: "unexplained_records",
    severity: "fail",
    message: `No cause fits ${rows} record(s), ${examples[0]} first; see them in the rows file.`,
    rows,
  };
}

/** Text that a spreadsheet would run as a formula gets an apostrophe before it; the canonical bytes stay as they are. */
const harmless = (column: string): string =>
  `CASE WHEN ${beginsPlainly(column)} THEN ${column} WHEN regexp_matches(${column}, '^[=+@\\t\\r-]') THEN '''' || ${column} ELSE ${column} END AS ${column}`;
/** Two decimal places and those that say something, under the column's own name. */
export function plainAmount(column: string, name = column): string {
  return `regexp_replace(CAST(${column} AS VARCHAR), '(\\.\\d\\d\\d*?)0+$', '\\1') AS ${name}`;
}

function rowsQuery({ texts, ours }: ContributionInput["shown"]): string {
  const columns = [...["id", ...texts].map(harmless), ...ours].join(", ");
  return `SELECT coalesce(cause, 'unexplained') AS cause, ${plainAmount("contribution")}, record, ${columns}
    FROM contribution ORDER BY abs(contribution.contribution) DESC, contribution.id`;
}
