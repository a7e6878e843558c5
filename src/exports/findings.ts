import type { DuckDBConnection } from "@duckdb/node-api";

import type { UsageError } from "#errors.ts";
import type { Rejects } from "#exports/rejects.ts";
import { definitionOf } from "#model/datasets.ts";
import type { NamedCapture } from "#model/export.ts";
import { scopeFields } from "#model/filter-context.ts";
import { orInLayout } from "#model/layout.ts";
import type { Finding } from "#model/outcome.ts";
import { identifier, rowsOf } from "#reconcile/sql.ts";
import type { Layout } from "#source.ts";

/** Says that the files hold more than their name asks for; null when they do not. */
export function unfilteredExport({ unfiltered, source, context }: NamedCapture): Finding | null {
  if (!unfiltered) return null;
  const isScoped =
    context.cost_model !== null || scopeFields.some((field) => context[field] !== null);
  const applied = [
    ...(isScoped ? ["scope is applied when they are compared"] : []),
    ...(context.statuses === null
      ? []
      : ["statuses are applied where the comparison goes by them"]),
  ];
  return {
    id: "unfiltered_export",
    severity: "info",
    message: `Exports of ${source} hold everything it gave; ${applied.join(", ")}.`,
    rows: 0,
  };
}

/** Says why an export that was kept could not be read. */
export function unreadableExport({ message }: UsageError): Finding {
  return { id: "unreadable_export", severity: "fail", message, rows: 0 };
}

/** Says how many records could not be read and shows the first; null when all could. */
export function rejectedFinding(
  { rejected, rejects, outdated }: Rejects,
  capture: NamedCapture,
): Finding | null {
  const [first] = rejects;
  if (!first) return null;
  const column = first.column === "" ? "" : `, column ${first.column}`;
  const shown = first.value === "" ? "" : `"${first.value.slice(0, 60)}" `;
  const { id } = definitionOf(capture.dataset);
  const older =
    outdated === 0
      ? ""
      : ` The last record of ${outdated} ${id}${outdated === 1 ? " is" : "s is"} among them, so an older record of ${outdated === 1 ? "it" : "each"} counts.`;
  return {
    id: "rejected_records",
    severity: "warn",
    message: `${rejected} ${rejected === 1 ? "record" : "records"} of the ${capture.dataset} export could not be read and ${rejected === 1 ? "is" : "are"} not in the totals; first ${first.file} line ${first.line}${column}: ${shown}${first.reason}.${older}`,
    rows: rejected,
  };
}

/** Names the columns that the settings look for under a header no file has; null when all are there. */
export function missingColumns(
  available: readonly string[],
  { columns }: Layout,
  { source, dataset }: NamedCapture,
): Finding | null {
  const missing = Object.keys(columns).filter((column) => !available.includes(column));
  if (missing.length === 0) return null;
  const headers = missing.map((column) => `"${columns[column]}"`).join(", ");
  const are = missing.length === 1 ? "is" : "are";
  return {
    id: "mapped_column_missing",
    severity: "warn",
    message: `The ${dataset} export has no column ${headers}, so ${missing.join(", ")} ${are} not available; correct sources.${source}.datasets.${dataset}.columns, ${orInLayout}.`,
    rows: missing.length,
  };
}

/** Names the statuses that mean nothing to us, with their rows; null when every one is known. */
export async function unmappedStatuses(
  connection: DuckDBConnection,
  table: string,
  { source, dataset }: NamedCapture,
): Promise<Finding | null> {
  if (!definitionOf(dataset).statuses) return null;
  const rows = await rowsOf(
    connection,
    `SELECT source_status AS word, count(*) AS rows FROM ${identifier(table)}
    WHERE status IS NULL AND source_status IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1`,
  );
  if (rows.length === 0) return null;
  const total = rows.reduce((sum, row) => sum + Number(row["rows"]), 0);
  const shown = rows.slice(0, 10).map((row) => `"${String(row["word"])}" (${String(row["rows"])})`);
  const more = rows.length > shown.length ? ` and ${rows.length - shown.length} more` : "";
  return {
    id: "unmapped_status",
    severity: "warn",
    message: `${total} ${total === 1 ? "record has a status" : "records have statuses"} that ${dataset} does not know: ${shown.join(", ")}${more}. Say what each means under sources.${source}.datasets.${dataset}.statuses, ${orInLayout}.`,
    rows: total,
  };
}
