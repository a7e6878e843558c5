import type { DuckDBConnection } from "@duckdb/node-api";
import { DateTime } from "luxon";

import type { Check } from "#check.ts";
import { UsageError } from "#errors.ts";
import type { Dataset } from "#model/datasets.ts";
import { definitionOf } from "#model/datasets.ts";
import { scopeFields } from "#model/filter-context.ts";
import type { FilterContext, ScopeField } from "#model/filter-context.ts";
import { periodsBefore } from "#model/period.ts";
import type { Period } from "#model/period.ts";
import { boundsOf } from "#model/window.ts";
import { conversionOf } from "#reconcile/currency.ts";
import type { IngestedTable } from "#reconcile/reconciliation.ts";
import { localDayNear } from "#reconcile/local-day.ts";
import { dateFlags, identifier, inScope, literal, rowsOf } from "#reconcile/sql.ts";

/** What a check's tables are made of. */
export interface TablesInput {
  readonly connection: DuckDBConnection;
  readonly tables: Readonly<Partial<Record<Dataset, IngestedTable>>>;
  /** Table of rates (date, from, to, rate), null when the configuration names none. */
  readonly rates: string | null;
  readonly context: FilterContext;
  readonly period: Period;
  /** The zone in which the source itself reads its days. */
  readonly sourceTimezone: string;
  /** When the last of the exports was captured, ISO 8601 with offset; unknown without. */
  readonly capturedAt?: string | undefined;
}

/** The instants that date a record, the first that it has. */
const datedBy: Readonly<Partial<Record<Dataset, readonly string[]>>> = {
  events: ["occurred_at"],
  conversions: ["occurred_at"],
  commissions: ["created_at"],
  payouts: ["period_start", "paid_at", "initiated_at"],
  customers: ["created_at"],
  deliveries: ["occurred_at"],
  config_changes: ["changed_at"],
};

/**
 * A check's SELECT over its own tables: `period` (one row), `windows` (the judged one, ago 0, and those before), `days`
 * (each day of those windows), and each dataset in scope with `day`, the calendar day in the reporting timezone, and where asked for its `value`.
 */
export async function overTables(
  sql: string,
  check: Pick<Check, "looksBack" | "money">,
  input: TablesInput,
): Promise<string> {
  const named: string[] = [
    `period AS (${periodRow(input)})`,
    `windows AS (${windowRows(input.period, check.looksBack ?? 0)})`,
    `days AS (SELECT ago, CAST(unnest(generate_series(from_day, to_day, INTERVAL 1 DAY)) AS DATE) AS day, ends_at FROM windows)`,
  ];
  for (const dataset of Object.keys(input.tables) as Dataset[]) {
    const wantsValue = check.money?.includes(dataset) ?? false;
    named.push(
      `${identifier(dataset)} AS NOT MATERIALIZED (${await recordsOf(dataset, wantsValue, input)})`,
    );
  }
  return `WITH ${named.join(",\n")}\nSELECT * FROM (\n${sql.trim().replace(/;$/, "")}\n)`;
}

function periodRow({ period, context, sourceTimezone, capturedAt }: TablesInput): string {
  const { start, end } = boundsOf(period);
  const captured = capturedAt === undefined ? null : DateTime.fromISO(capturedAt);
  return `SELECT DATE '${period.from}' AS from_day, DATE '${period.to}' AS to_day,
    ${instant(start)} AS starts_at, ${instant(end)} AS ends_at,
    ${literal(period.timezone)} AS timezone, ${literal(sourceTimezone)} AS source_timezone,
    ${literal(context.currency)} AS currency,
    ${captured ? instant(captured) : "NULL::TIMESTAMP"} AS captured_at`;
}

function instant(at: DateTime): string {
  return `TIMESTAMP '${at.toUTC().toFormat("yyyy-MM-dd HH:mm:ss")}'`;
}

function windowRows(period: Period, looksBack: number): string {
  const rows = [period, ...periodsBefore(period, looksBack)].map(
    (one, ago) => `(${ago}, DATE '${one.from}', DATE '${one.to}', ${instant(boundsOf(one).end)})`,
  );
  return `SELECT * FROM (VALUES ${rows.join(", ")}) AS w(ago, from_day, to_day, ends_at)`;
}

/** The records of a dataset in scope: their canonical columns, whatever others the export has. */
async function recordsOf(
  dataset: Dataset,
  wantsValue: boolean,
  { connection, tables, rates, context }: TablesInput,
): Promise<string> {
  const ingested = tables[dataset];
  if (!ingested) throw new Error(`${dataset} was not gathered`);
  const table = identifier(ingested.table);
  const { columns } = definitionOf(dataset);
  const kept = Object.entries(columns).flatMap(([name, { type }]) =>
    type === "status" ? [name, `source_${name}`] : [name],
  );
  const dating = (datedBy[dataset] ?? []).filter((name) => ingested.available.includes(name));
  const flags = await dateFlags(connection, ingested.table, dating);
  const { timezone } = context;
  const days = dating.map((name, index) =>
    localDayNear(`${table}.${identifier(name)}`, flags[index] ?? "false", timezone, context),
  );
  const selected = kept.map((name) => `${table}.${identifier(name)}`);
  if (days.length > 0) selected.push(`coalesce(${days.join(", ")}) AS day`);
  let join = "";
  if (wantsValue) {
    const [at, isDate] = [dating[0], flags[0] ?? "false"];
    // What has no date of its own is worth what it is on the last day of the window.
    const dated = at
      ? { at: `${table}.${identifier(at)}`, isDate }
      : { at: `TIMESTAMP '${context.to}'`, isDate: "true" };
    const conversion = await conversionOf({
      connection,
      table: ingested.table,
      dated,
      rates,
      currency: context.currency,
      timezone,
    });
    ({ join } = conversion);
    for (const { name, amount } of moneyOf(dataset)) {
      const value = conversion.convert(`${table}.${amount}`);
      if (join !== "")
        await assertRates(connection, { table, join, amount, value }, context.currency);
      selected.push(`${value} AS ${name}`);
    }
  }
  return `SELECT ${selected.join(", ")} FROM main.${table} AS ${table} ${join} WHERE ${scoped(dataset, ingested, context)}`;
}

/** What is converted of a dataset, and what it is then called: its amount, else each of its sums of money. */
function moneyOf(dataset: Dataset): { name: string; amount: string }[] {
  const { columns } = definitionOf(dataset);
  if (columns["amount"]) return [{ name: "value", amount: "amount" }];
  return Object.entries(columns)
    .filter(([, { type }]) => type === "money")
    .map(([amount]) => ({ name: `${amount}_value`, amount }));
}

/** A sum that leaves out what has no rate would be wrong, and look right. */
async function assertRates(
  connection: DuckDBConnection,
  { table, join, amount, value }: { table: string; join: string; amount: string; value: string },
  currency: string,
): Promise<void> {
  const [row] = await rowsOf(
    connection,
    `SELECT ${table}.currency AS currency, count(*) AS rows FROM main.${table} AS ${table} ${join}
     WHERE ${table}.${amount} IS NOT NULL AND ${value} IS NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1`,
  );
  if (!row) return;
  throw new UsageError(
    `No rate from ${String(row["currency"])} to ${currency} on or before the day of ${String(row["rows"])} record(s); add it to the rates file (date,from,to,rate).`,
    ["currency"],
  );
}

/** Datasets that only stand beside what happens: they are filtered by the columns they have. */
const isBeside = (dataset: Dataset): boolean => !datedBy[dataset] || dataset === "config_changes";

/** The first field of a scope that a check's datasets cannot be narrowed by, and which of them cannot. */
export function unscopable(
  datasets: readonly Dataset[],
  available: (dataset: Dataset) => readonly string[],
  context: FilterContext,
): { readonly field: ScopeField; readonly dataset: Dataset } | null {
  for (const field of scopeFields) {
    if (context[field] === null) continue;
    const column = `${field}_id`;
    const happening = datasets.find(
      (dataset) => !isBeside(dataset) && !(column in definitionOf(dataset).columns),
    );
    const [first] = datasets;
    const none = datasets.every((dataset) => !available(dataset).includes(column));
    const isLacking = none && datasets.every(isBeside);
    const dataset = happening ?? (isLacking ? first : undefined);
    if (dataset) return { field, dataset };
  }
  return null;
}

/** The field of a scope that an export of what happens does not tell; null where it can be narrowed. */
export function untold(
  dataset: Dataset,
  available: readonly string[],
  context: FilterContext,
): ScopeField | null {
  if (isBeside(dataset)) return null;
  const isAsked = (field: ScopeField): boolean => context[field] !== null;
  return scopeFields.find((field) => isAsked(field) && !available.includes(`${field}_id`)) ?? null;
}

/** What happens is filtered by the whole scope, or refused; what stands beside it by the columns it has. */
function scoped(dataset: Dataset, ingested: IngestedTable, context: FilterContext): string {
  const table = identifier(ingested.table);
  if (!isBeside(dataset)) return inScope(dataset, ingested, context, table);
  const known = { ...context };
  for (const field of scopeFields) {
    if (!ingested.available.includes(`${field}_id`)) known[field] = null;
  }
  return inScope(dataset, ingested, known, table);
}
