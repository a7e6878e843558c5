import type { DuckDBConnection, Json } from "@duckdb/node-api";
import type { DateTime } from "luxon";

import { UsageError } from "#errors.ts";
import { boundsOf } from "#model/window.ts";
import type { Window } from "#model/window.ts";
import type { FilterContext, ScopeField } from "#model/filter-context.ts";
import type { Dataset } from "#model/datasets.ts";
import { definitionOf } from "#model/datasets.ts";
import { orInLayout } from "#model/layout.ts";
import type { IngestedTable } from "#reconcile/reconciliation.ts";

/** Text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** True where text begins with a digit, a letter or a mark that begins no formula: told for a tenth of what a pattern costs. */
export function beginsPlainly(text: string): string {
  return `((${text} >= '0' AND ${text} < ':') OR (${text} >= 'A' AND ${text} < '{'))`;
}

function timestamp(instant: DateTime): string {
  return `TIMESTAMP '${instant.toUTC().toFormat("yyyy-MM-dd HH:mm:ss")}'`;
}

/** True where a time column lies in the window read in a zone; a calendar date is compared by its day, never shifted. */
export function inWindow(column: string, isDate: string, window: Window, timezone: string): string {
  const { start, end } = boundsOf(window, timezone);
  const days = `${column} >= TIMESTAMP '${window.from}' AND ${column} < TIMESTAMP '${window.to}' + INTERVAL 1 DAY`;
  const instants = `${column} >= ${timestamp(start)} AND ${column} < ${timestamp(end)}`;
  if (isDate === "false") return `coalesce(${instants}, false)`;
  return `coalesce(CASE WHEN ${isDate} THEN ${days} ELSE ${instants} END, false)`;
}

/** Whether a time column's value is a calendar date, as SQL: the plain `false` where none is, which spares looking at each. */
export async function dateFlag(
  connection: DuckDBConnection,
  table: string,
  column: string,
): Promise<string> {
  const [flag] = await dateFlags(connection, table, [column]);
  return flag ?? "false";
}

/** The same for several columns of a table, in their order, looking at it once. */
export async function dateFlags(
  connection: DuckDBConnection,
  table: string,
  columns: readonly string[],
): Promise<string[]> {
  if (columns.length === 0) return [];
  const flags = columns.map((column) => `${identifier(table)}.${identifier(`${column}_is_date`)}`);
  const some = flags.map((flag, index) => `coalesce(bool_or(${flag}), false) AS f${index}`);
  const [row] = await rowsOf(connection, `SELECT ${some.join(", ")} FROM ${identifier(table)}`);
  return flags.map((flag, index) => (row?.[`f${index}`] === true ? flag : "false"));
}

/** True where a time column lies at or after the window's end. */
export function afterWindow(column: string, isDate: string, window: Window): string {
  const { end } = boundsOf(window);
  return `coalesce(CASE WHEN ${isDate} THEN ${column} >= TIMESTAMP '${window.to}' + INTERVAL 1 DAY ELSE ${column} >= ${timestamp(end)} END, false)`;
}

/** A time column as text: an instant in UTC with its Z, a calendar date as that. */
export function timeText(column: string, isDate: string): string {
  return `CASE WHEN ${isDate} THEN strftime(${column}, '%Y-%m-%d') ELSE strftime(${column}, '%Y-%m-%dT%H:%M:%SZ') END`;
}

/** The calendar day of a time column in a zone. */
export function localDay(column: string, isDate: string, timezone: string): string {
  return `CASE WHEN ${isDate} THEN CAST(${column} AS DATE) ELSE CAST(timezone(${literal(timezone)}, timezone('UTC', ${column})) AS DATE) END`;
}

/** True where a record is in the scope asked for; refuses a scope the dataset cannot be filtered by. */
export function inScope(
  dataset: Dataset,
  { available, within = {} }: IngestedTable,
  context: FilterContext,
  alias: string,
): string {
  const narrowed = Object.entries(within).map(
    ([column, value]) => `coalesce(${alias}.${identifier(column)} = ${literal(value)}, false)`,
  );
  const conditions = Object.entries(scopeColumns).flatMap(([field, column]) => {
    const wanted = context[field as keyof typeof scopeColumns];
    if (wanted === null) return [];
    if (!(column in definitionOf(dataset).columns)) {
      throw new UsageError(
        `The ${dataset} dataset has no ${column.replace("_id", "")}, so it cannot be filtered by ${field}=${wanted}; leave ${field} out.`,
        [field],
      );
    }
    if (!available.includes(column)) {
      throw new UsageError(
        `The ${dataset} export has no ${column} column, so it cannot be filtered by ${field}=${wanted}; export it with that column, or map it under datasets.${dataset}.columns, ${orInLayout}.`,
        [field],
      );
    }
    const among = `IN (SELECT campaign_id FROM ${costModelCampaigns})`;
    const told = field === "cost_model" ? among : `= ${literal(wanted)}`;
    return [`coalesce(${alias}.${column} ${told}, false)`];
  });
  const all = [...narrowed, ...conditions];
  return all.length > 0 ? `(${all.join(" AND ")})` : "true";
}

/** The table of the campaigns of the cost model asked for; there only where one is. */
export const costModelCampaigns = "cost_model_campaign";

const scopeColumns: Readonly<Record<ScopeField | "cost_model", string>> = {
  workspace: "workspace_id",
  campaign: "campaign_id",
  link: "link_id",
  program: "program_id",
  partner: "partner_id",
  cost_model: "campaign_id",
};

/** Runs a query and returns its rows with every value as text or null; decimals stay exact. */
export async function rowsOf(
  connection: DuckDBConnection,
  query: string,
): Promise<Record<string, Json>[]> {
  const reader = await connection.runAndReadAll(query);
  return reader.getRowObjectsJson();
}
