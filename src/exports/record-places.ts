import type { DuckDBConnection } from "@duckdb/node-api";

import { working } from "#exports/table-sql.ts";
import type { Dataset } from "#model/datasets.ts";
import { definitionOf } from "#model/datasets.ts";
import { identifier, rowsOf } from "#reconcile/sql.ts";

/** The query that tells of each record of an ingested export, by `id`, the `part` it lies in, from 0, and its `place` there where that is known. */
export async function recordPlaces(
  connection: DuckDBConnection,
  dataset: Dataset,
  table: string,
): Promise<string> {
  const { id } = definitionOf(dataset);
  if (id === undefined) throw new Error(`${dataset} has no id to tell records by`);
  const records = identifier(`records of ${table}`);
  const columns = await rowsOf(connection, `DESCRIBE ${records}`);
  const has = (name: string): boolean => columns.some(({ column_name: column }) => column === name);
  // An export of one file need not say in which.
  const part = has(working.part) ? identifier(working.part) : "0";
  const place = has(working.record) ? identifier(working.record) : "NULL";
  return `SELECT ${identifier(id)} AS id, ${part} AS part, CAST(${place} AS BIGINT) AS place FROM ${records}`;
}
