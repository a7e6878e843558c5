import type { DuckDBConnection } from "@duckdb/node-api";

import { working } from "#exports/table-sql.ts";
import type { Dataset } from "#model/datasets.ts";
import { definitionOf } from "#model/datasets.ts";
import type { Finding } from "#model/outcome.ts";
import { identifier, rowsOf } from "#reconcile/sql.ts";

/** True when an id may be repeated; false is certain, since equal ids have equal hashes. */
export async function hasRepeatedIds(
  connection: DuckDBConnection,
  table: string,
  dataset: Dataset,
): Promise<boolean> {
  const { id } = definitionOf(dataset);
  if (!id) return false;
  const [row] = await rowsOf(
    connection,
    `SELECT count(*) AS records, count(DISTINCT hash(${identifier(id)})) AS ids FROM ${identifier(table)}`,
  );
  return row?.["records"] !== row?.["ids"];
}

/** Keeps the last record of each id, by file and record; the finding counts the ids, null when none is repeated. */
export async function dropRepeated(
  connection: DuckDBConnection,
  table: string,
  dataset: Dataset,
): Promise<Finding | null> {
  const { id } = definitionOf(dataset);
  if (!id) return null;
  const [key, from] = [identifier(id), identifier(table)];
  const superseded = identifier(`superseded in ${table}`);
  const order = `${identifier(working.part)} DESC, ${identifier(working.record)} DESC`;
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE ${superseded} AS
    WITH repeated AS (
      SELECT hash(${key}) AS key FROM ${from} GROUP BY hash(${key}) HAVING count(*) > 1
    )
    SELECT rowid AS record, ${key} AS id FROM ${from} WHERE hash(${key}) IN (SELECT key FROM repeated)
    QUALIFY row_number() OVER (PARTITION BY ${key} ORDER BY ${order}) > 1`);
  const [row] = await rowsOf(
    connection,
    `SELECT count(DISTINCT id) AS ids, count(*) AS records, list_sort(list(DISTINCT id))[:3] AS examples FROM ${superseded}`,
  );
  const ids = Number(row?.["ids"]);
  if (ids > 0) {
    await connection.run(`DELETE FROM ${from} WHERE rowid IN (SELECT record FROM ${superseded})`);
  }
  await connection.run(`DROP TABLE ${superseded}`);
  if (ids === 0) return null;
  const examples = (row?.["examples"] as string[] | undefined)?.join(", ") ?? "";
  return {
    id: "repeated_id",
    severity: "warn",
    message: `${ids} ${id}${ids === 1 ? " is" : "s are"} repeated in the ${dataset} export (${examples}); the last record of each counts, ${String(row?.["records"])} earlier left out.`,
    rows: ids,
  };
}
