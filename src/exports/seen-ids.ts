import type { DuckDBConnection } from "@duckdb/node-api";

import { scopeFields } from "#model/filter-context.ts";
import type { ScopeField } from "#model/filter-context.ts";
import type { IngestedTable } from "#reconcile/reconciliation.ts";
import { identifier, rowsOf } from "#reconcile/sql.ts";

/** Ids of one field worth remembering. */
const most = 5000;

/** The ids of the scope that an ingested export holds, by field. */
export async function seenIds(
  connection: DuckDBConnection,
  { table, available }: IngestedTable,
): Promise<Partial<Record<ScopeField, string[]>>> {
  const seen: Partial<Record<ScopeField, string[]>> = {};
  for (const field of scopeFields) {
    const column = `${field}_id`;
    if (!available.includes(column)) continue;
    const rows = await rowsOf(
      connection,
      `SELECT DISTINCT ${column} AS id FROM ${identifier(table)} WHERE ${column} IS NOT NULL LIMIT ${most}`,
    );
    seen[field] = rows.map(({ id }) => String(id)).sort();
  }
  return seen;
}
