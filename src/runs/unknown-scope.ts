import type { DuckDBConnection } from "@duckdb/node-api";

import type { Dataset } from "#model/datasets.ts";
import { scopeFields } from "#model/filter-context.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { Finding } from "#model/outcome.ts";
import { nearest } from "#nearest.ts";
import type { IngestedTable } from "#reconcile/reconciliation.ts";
import { identifier, literal, rowsOf } from "#reconcile/sql.ts";

/** Ids looked at for the one that was meant. */
const most = 20_000;

/** A finding for each id of the scope asked for that no record carries, with the nearest one that some do. */
export async function unknownScope(
  connection: DuckDBConnection,
  tables: Readonly<Partial<Record<Dataset, IngestedTable>>>,
  context: FilterContext,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const field of scopeFields) {
    const wanted = context[field];
    if (wanted === null) continue;
    const column = `${field}_id`;
    const able = Object.values(tables).filter(({ available }) => available.includes(column));
    if (able.length === 0) continue;
    const ids = able.map(({ table }) => `SELECT ${column} AS id FROM ${identifier(table)}`);
    const all = `(${ids.join(" UNION ALL ")})`;
    const [seen] = await rowsOf(connection, `FROM ${all} WHERE id = ${literal(wanted)} LIMIT 1`);
    if (seen) continue;
    const known = await rowsOf(
      connection,
      `SELECT DISTINCT id FROM ${all} WHERE id IS NOT NULL LIMIT ${most}`,
    );
    const near = nearest(
      wanted,
      known.map(({ id }) => String(id)),
    );
    const hint = near ? ` Did you mean ${near}?` : " Check the id.";
    findings.push({
      id: `unknown_${field}`,
      severity: "warn",
      message: `No record of these exports carries the ${field} ${wanted}.${hint}`,
      rows: 0,
    });
  }
  return findings;
}
