import type { DuckDBConnection } from "@duckdb/node-api";

import type { Ingested } from "#exports/ingest.ts";
import type { Dataset } from "#model/datasets.ts";
import { definitionOf } from "#model/datasets.ts";
import { identifier, rowsOf } from "#reconcile/sql.ts";

/** Every column a side really has, with its value as comparable text in SQL. */
export async function columnsOf(
  connection: DuckDBConnection,
  dataset: Dataset,
  { table, available }: Ingested,
): Promise<Map<string, string>> {
  const { columns } = definitionOf(dataset);
  const described = await rowsOf(connection, `DESCRIBE ${identifier(table)}`);
  const all = described.map((row) => String(row["column_name"]));
  const derived = new Set(
    Object.entries(columns).flatMap(([column, { type }]) => [
      column,
      ...(type === "time" ? [`${column}_is_date`] : []),
      ...(type === "status" ? [`source_${column}`] : []),
    ]),
  );
  const theirs = all.filter((column) => !derived.has(column));
  return new Map([
    ...available.map((column) => [column, comparable(dataset, column)] as const),
    ...theirs.map((column) => [column, identifier(column)] as const),
  ]);
}

/** A canonical value as text: equal where it means the same, however its source writes it. */
function comparable(dataset: Dataset, column: string): string {
  const { type } = definitionOf(dataset).columns[column] ?? {};
  const value = identifier(column);
  if (type === "time") {
    return `CASE WHEN ${identifier(`${column}_is_date`)} THEN strftime(${value}, '%Y-%m-%d') ELSE ${value} || 'Z' END`;
  }
  // A status nobody mapped has the source's word only.
  if (type === "status") return `coalesce(${value}, ${identifier(`source_${column}`)})`;
  return `CAST(${value} AS VARCHAR)`;
}

/** Makes a view of one side: its shared columns as text, the key records are matched by, and the words they are told by. */
export async function prepareSide(
  connection: DuckDBConnection,
  view: string,
  { dataset, table }: { dataset: Dataset; table: string },
  columns: ReadonlyMap<string, string>,
  shared: readonly string[],
): Promise<void> {
  const { id } = definitionOf(dataset);
  const values = shared.map((column) => `${columns.get(column)} AS ${identifier(column)}`);
  const all = shared.map(identifier).join(", ");
  // The same record twice is told from the same record once.
  const whole = `concat(to_json([${all}]), row_number() OVER (PARTITION BY ${all}))`;
  await connection.run(`
    CREATE OR REPLACE TEMP VIEW ${view} AS
    SELECT *, ${id === undefined ? whole : identifier(id)} AS "key of record",
      ${id === undefined ? `concat_ws(' ', ${all})` : identifier(id)} AS "words of record"
    FROM (SELECT ${values.join(", ")} FROM ${identifier(table)})`);
}
