import type { DuckDBConnection } from "@duckdb/node-api";

import type { Ingested } from "#exports/ingest.ts";
import type { ColumnType, Dataset } from "#model/datasets.ts";
import { definitionOf } from "#model/datasets.ts";
import { identifier, rowsOf } from "#reconcile/sql.ts";

/** Columns that are compared, each with how it is read; null for those of the source's own, which are text. */
export type ComparedColumns = ReadonlyMap<string, ColumnType | null>;

/** Every column a side really has. */
export async function columnsOf(
  connection: DuckDBConnection,
  dataset: Dataset,
  { table, available }: Ingested,
): Promise<ComparedColumns> {
  const { columns } = definitionOf(dataset);
  const described = await rowsOf(connection, `DESCRIBE ${identifier(table)}`);
  const ours = new Set(Object.entries(columns).flatMap(([column, { type }]) => made(column, type)));
  const theirs = described
    .map((row) => String(row["column_name"]))
    .filter((column) => !ours.has(column));
  return new Map([
    ...available.map((column) => [column, columns[column]?.type ?? null] as const),
    ...theirs.map((column) => [column, null] as const),
  ]);
}

/** The columns of a table that are made of a canonical one. */
function made(column: string, type: ColumnType): string[] {
  if (type === "time") return [column, `${column}_is_date`];
  return type === "status" ? [column, `source_${column}`] : [column];
}

/** Makes a view of one side: its compared columns, the key records are matched by, and the words they are told by. */
export async function prepareSide(
  connection: DuckDBConnection,
  view: string,
  { dataset, table }: { dataset: Dataset; table: string },
  columns: ComparedColumns,
): Promise<void> {
  const { id } = definitionOf(dataset);
  const values = [...columns].map(([column, type]) => {
    const value = identifier(column);
    // A status nobody mapped has the source's word only.
    if (type === "status")
      return `coalesce(${value}, ${identifier(`source_${column}`)}) AS ${value}`;
    return type === "time" ? `${value}, ${identifier(`${column}_is_date`)}` : value;
  });
  const texts = [...columns.keys()].map((column) => textOf(columns, "", column)).join(", ");
  // The same record twice is told from the same record once.
  const whole = `concat(to_json([${texts}]), row_number() OVER (PARTITION BY ${texts}))`;
  await connection.run(`
    CREATE OR REPLACE TEMP VIEW ${view} AS
    SELECT *, ${id === undefined ? whole : identifier(id)} AS "key of record",
      ${id === undefined ? `concat_ws(' ', ${texts})` : identifier(id)} AS "words of record"
    FROM (SELECT ${values.join(", ")} FROM ${identifier(table)})`);
}

/** True where two sides say otherwise in a column. */
export function differs(columns: ComparedColumns, column: string): string {
  const names = columns.get(column) === "time" ? [column, `${column}_is_date`] : [column];
  const unlike = names.map(
    (name) => `e.${identifier(name)} IS DISTINCT FROM a.${identifier(name)}`,
  );
  return `(${unlike.join(" OR ")})`;
}

/** A value of a side as text: equal where it means the same, however its source writes it. */
export function textOf(columns: ComparedColumns, side: string, column: string): string {
  const value = `${side}${identifier(column)}`;
  if (columns.get(column) !== "time") return `CAST(${value} AS VARCHAR)`;
  return `CASE WHEN ${side}${identifier(`${column}_is_date`)} THEN strftime(${value}, '%Y-%m-%d') ELSE ${value} || 'Z' END`;
}
