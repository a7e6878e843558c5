import type { DuckDBConnection } from "@duckdb/node-api";

import type { IngestedTable, ReconcileInput } from "#reconcile/reconciliation.ts";
import { identifier, rowsOf } from "#reconcile/sql.ts";

/**
 * The workspace that is meant where none was asked for: the only one the cards name, when no record names another.
 * Null where there are several, or none.
 */
export async function onlyWorkspaceOf(input: ReconcileInput): Promise<string | null> {
  const { connection, tables, context } = input;
  if (context.workspace !== null || !tables.cards) return null;
  const [workspace, ...others] = await workspacesIn(connection, [tables.cards]);
  if (workspace === undefined || others.length > 0) return null;
  // Beside records of another workspace, its card would be compared with more than it shows.
  const inRecords = await workspacesIn(connection, Object.values(tables));
  return inRecords.length === 1 ? workspace : null;
}

/** At most two, which is enough to know. */
async function workspacesIn(
  connection: DuckDBConnection,
  tables: readonly IngestedTable[],
): Promise<string[]> {
  const queries = tables
    .filter(({ available }) => available.includes("workspace_id"))
    .map(({ table }) => `SELECT workspace_id FROM ${identifier(table)}`);
  if (queries.length === 0) return [];
  const rows = await rowsOf(
    connection,
    `SELECT DISTINCT workspace_id FROM (${queries.join(" UNION ALL ")}) WHERE workspace_id IS NOT NULL LIMIT 2`,
  );
  return rows.map((row) => String(row["workspace_id"]));
}
