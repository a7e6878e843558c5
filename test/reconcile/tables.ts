import type { DuckDBConnection } from "@duckdb/node-api";

import { definitionOf } from "#model/datasets.ts";
import type { ColumnType, Dataset } from "#model/datasets.ts";
import type { IngestedTable } from "#reconcile/reconciliation.ts";

export type Row = Readonly<Record<string, string | null | undefined>>;

const types: Readonly<Record<ColumnType, string>> = {
  id: "VARCHAR",
  text: "VARCHAR",
  status: "VARCHAR",
  time: "TIMESTAMP",
  date: "DATE",
  money: "DECIMAL(38, 10)",
  count: "BIGINT",
  flag: "BOOLEAN",
};

/** Makes an ingested table of literal rows, columns of theirs as text: times as ISO text, a value without a time of day is a calendar date. */
export async function tableOf(
  connection: DuckDBConnection,
  dataset: Dataset,
  rows: readonly Row[],
  available?: readonly string[],
): Promise<IngestedTable> {
  const canonical = Object.entries(definitionOf(dataset).columns).flatMap(([name, { type }]) => {
    if (type === "time")
      return [[name, "TIMESTAMP"] as const, [`${name}_is_date`, "BOOLEAN"] as const];
    if (type === "status")
      return [[name, "VARCHAR"] as const, ["source_status", "VARCHAR"] as const];
    return [[name, types[type]] as const];
  });
  const extra = new Set(rows.flatMap((row) => Object.keys(row)));
  for (const [name] of canonical) extra.delete(name);
  const columns = [...canonical, ...[...extra].map((name) => [name, "VARCHAR"] as const)];
  await connection.run(
    `CREATE OR REPLACE TABLE "${dataset}" (${columns.map(([name, type]) => `"${name}" ${type}`).join(", ")})`,
  );
  for (let start = 0; start < rows.length; start += 500) {
    const values = rows
      .slice(start, start + 500)
      .map((row) => `(${columns.map(([name, type]) => value(row, name, type)).join(", ")})`);
    await connection.run(`INSERT INTO "${dataset}" VALUES ${values.join(", ")}`);
  }
  return { table: dataset, available: available ?? Object.keys(definitionOf(dataset).columns) };
}

function value(row: Row, name: string, type: string): string {
  if (type === "BOOLEAN" && name.endsWith("_is_date")) {
    const time = row[name.slice(0, -"_is_date".length)];
    return time ? String(time.length === 10) : "NULL";
  }
  const text = row[name];
  if (text === null || text === undefined) return "NULL";
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return type === "TIMESTAMP"
    ? `CAST(TIMESTAMPTZ ${quoted} AT TIME ZONE 'UTC' AS TIMESTAMP)`
    : quoted;
}
