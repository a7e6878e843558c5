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
  // As one text: a list of VALUES takes the engine a hundred times as long to read.
  const given = `{${columns.map(([name]) => `"${name}":"VARCHAR"`).join(",")}}`;
  await connection.run(
    `INSERT INTO "${dataset}" SELECT ${columns.map(([name, type]) => value(name, type)).join(", ")}
     FROM (SELECT unnest(from_json($1, '[${given}]'), recursive := true))`,
    [JSON.stringify(rows)],
  );
  return { table: dataset, available: available ?? Object.keys(definitionOf(dataset).columns) };
}

function value(name: string, type: string): string {
  const time = name.replace(/_is_date$/, "");
  if (type === "BOOLEAN" && time !== name) return `length("${time}") = 10`;
  if (type === "TIMESTAMP")
    return `CAST(CAST("${name}" AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS TIMESTAMP)`;
  return `CAST("${name}" AS ${type})`;
}
