import type { DuckDBConnection } from "@duckdb/node-api";

import { columnsOf, differs, prepareSide, textOf } from "#exports/comparable-side.ts";
import type { ComparedColumns } from "#exports/comparable-side.ts";
import type { Ingested } from "#exports/ingest.ts";
import type { Dataset } from "#model/datasets.ts";
import { formatAmount, isCurrency } from "#model/money.ts";
import { identifier, literal, rowsOf } from "#reconcile/sql.ts";

/** The two exports of a dataset: what is expected, and what is there. */
export interface Sides {
  readonly dataset: Dataset;
  readonly expected: Ingested;
  readonly actual: Ingested;
}

/** A column's total by currency, exact decimals; null where no record carries one. */
export interface Total {
  readonly column: string;
  readonly currency: string | null;
  readonly expected: string;
  readonly actual: string;
  readonly gap: string;
}

/** A record that is not the same on both sides. */
export interface Difference {
  readonly change: "added" | "removed" | "changed";
  /** Its id; of a dataset without one, its values. */
  readonly id: string;
  /** Of a changed record the columns that differ. */
  readonly columns: readonly {
    readonly column: string;
    readonly expected: string | null;
    readonly actual: string | null;
  }[];
  /** What it adds to the first amount; null where it is in another currency than before, or there is none. */
  readonly amount: string | null;
  readonly currency: string | null;
}

/** What two exports of one dataset differ in, record by record. */
export interface Differences {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** Changed records by column. */
  readonly columns: Readonly<Record<string, number>>;
  readonly totals: readonly Total[];
  /** The largest, by amount. */
  readonly records: readonly Difference[];
  /** Columns that one side alone has, so that they are not compared. */
  readonly lacking: { readonly expected: readonly string[]; readonly actual: readonly string[] };
}

/** Compares two exports record by record: by the dataset's id, without one by all that a record says. */
export async function differencesOf(
  connection: DuckDBConnection,
  sides: Sides,
  most: number,
): Promise<Differences> {
  const [expected, actual] = [
    await columnsOf(connection, sides.dataset, sides.expected),
    await columnsOf(connection, sides.dataset, sides.actual),
  ];
  const shared: ComparedColumns = new Map([...expected].filter(([column]) => actual.has(column)));
  const { dataset } = sides;
  await prepareSide(connection, "expected_side", { ...sides.expected, dataset }, shared);
  await prepareSide(connection, "actual_side", { ...sides.actual, dataset }, shared);
  const moneys = [...shared].flatMap(([column, type]) => (type === "money" ? [column] : []));
  await prepareDifference(connection, shared, moneys[0] ?? null);
  const [counts] = await rowsOf(
    connection,
    `SELECT ${["added", "removed", "changed"].map((change) => `count(*) FILTER (WHERE change = '${change}') AS ${change}`).join(", ")} FROM difference`,
  );
  const only = (own: ComparedColumns, other: ComparedColumns) =>
    [...own.keys()].filter((column) => !other.has(column));
  return {
    added: Number(counts?.["added"]),
    removed: Number(counts?.["removed"]),
    changed: Number(counts?.["changed"]),
    columns: await changedColumns(connection),
    totals: await totalsOf(connection, moneys, shared),
    records: await largestOf(connection, moneys, most),
    lacking: { expected: only(actual, expected), actual: only(expected, actual) },
  };
}

/** Makes `difference`: every record that is not the same on both sides. */
async function prepareDifference(
  connection: DuckDBConnection,
  shared: ComparedColumns,
  money: string | null,
): Promise<void> {
  const columns = [...shared.keys()];
  const pairs = columns.map(
    (column) =>
      `CASE WHEN ${differs(shared, column)} THEN {'column': ${literal(column)}, 'expected': ${textOf(shared, "e.", column)}, 'actual': ${textOf(shared, "a.", column)}} END`,
  );
  const amount = (side: string): string => `coalesce(${side}.${identifier(money ?? "")}, 0)`;
  const hasCurrency = shared.has("currency");
  const same = hasCurrency
    ? "coalesce(a.currency, e.currency) IS NOT DISTINCT FROM coalesce(e.currency, a.currency)"
    : "true";
  const key = `"key of record"`;
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE difference AS
    SELECT CASE WHEN e.${key} IS NULL THEN 'added' WHEN a.${key} IS NULL THEN 'removed' ELSE 'changed' END AS change,
      coalesce(a."words of record", e."words of record") AS id,
      CASE WHEN e.${key} IS NULL OR a.${key} IS NULL THEN [] ELSE list_filter([${pairs.join(", ")}], lambda pair: pair IS NOT NULL) END AS columns,
      ${money === null ? "NULL" : `CASE WHEN ${same} THEN ${amount("a")} - ${amount("e")} END`} AS amount,
      ${hasCurrency ? "coalesce(a.currency, e.currency)" : "NULL"} AS currency
    FROM expected_side AS e FULL JOIN actual_side AS a ON e.${key} = a.${key}
    WHERE e.${key} IS NULL OR a.${key} IS NULL OR ${columns.map((column) => differs(shared, column)).join(" OR ")}`);
}

async function changedColumns(connection: DuckDBConnection): Promise<Record<string, number>> {
  const rows = await rowsOf(
    connection,
    `SELECT pair.column AS name, count(*) AS rows FROM (SELECT unnest(columns) AS pair FROM difference)
    GROUP BY 1 ORDER BY count(*) DESC, 1`,
  );
  return Object.fromEntries(rows.map(({ name, rows: count }) => [String(name), Number(count)]));
}

async function totalsOf(
  connection: DuckDBConnection,
  moneys: readonly string[],
  shared: ComparedColumns,
): Promise<Total[]> {
  const currency = shared.has("currency") ? "currency" : "NULL::VARCHAR";
  const totals: Total[] = [];
  for (const column of moneys) {
    const sumOf = (view: string): string =>
      `SELECT ${currency} AS currency, sum(${identifier(column)}) AS total FROM ${view} GROUP BY 1`;
    const rows = await rowsOf(
      connection,
      `SELECT coalesce(e.currency, a.currency) AS currency, coalesce(e.total, 0) AS expected,
        coalesce(a.total, 0) AS actual, coalesce(a.total, 0) - coalesce(e.total, 0) AS gap
      FROM (${sumOf("expected_side")}) AS e FULL JOIN (${sumOf("actual_side")}) AS a ON e.currency IS NOT DISTINCT FROM a.currency
      WHERE e.total IS NOT NULL OR a.total IS NOT NULL ORDER BY 1`,
    );
    for (const row of rows) {
      const code = typeof row["currency"] === "string" ? row["currency"] : null;
      const exact = (name: string): string => exactOf(String(row[name]), code);
      const [expected, actual, gap] = [exact("expected"), exact("actual"), exact("gap")];
      totals.push({ column, currency: code, expected, actual, gap });
    }
  }
  return totals;
}

async function largestOf(
  connection: DuckDBConnection,
  moneys: readonly string[],
  most: number,
): Promise<Difference[]> {
  const rows = await rowsOf(
    connection,
    `SELECT * FROM difference ORDER BY abs(amount) DESC NULLS FIRST, change, id LIMIT ${most}`,
  );
  return rows.map((row) => {
    const currency = typeof row["currency"] === "string" ? row["currency"] : null;
    const exact = (amount: unknown): string | null =>
      typeof amount === "string" ? exactOf(amount, currency) : null;
    const columns = row["columns"] as unknown as Difference["columns"];
    return {
      change: row["change"] as Difference["change"],
      id: String(row["id"]),
      columns: columns.map((pair) =>
        moneys.includes(pair.column)
          ? { ...pair, expected: exact(pair.expected), actual: exact(pair.actual) }
          : pair,
      ),
      amount: exact(row["amount"]),
      currency,
    };
  });
}

/** Exact, with the places of its currency where that is one. */
function exactOf(amount: string, currency: string | null): string {
  return formatAmount(amount, currency !== null && isCurrency(currency) ? currency : "USD");
}
