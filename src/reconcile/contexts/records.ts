import { conversionOf } from "#reconcile/currency.ts";
import type { Options } from "#reconcile/contexts/options.ts";
import type { ContextSearch, Reading } from "#reconcile/contexts/reading.ts";
import { dateFlag, identifier, inScope, inWindow, literal, localDay } from "#reconcile/sql.ts";

/** Named one by one: a column of theirs must never stand where one of ours is meant. */
const columns = [
  "conversion_id",
  "occurred_at",
  "occurred_at_is_date",
  "partner_id",
  "campaign_id",
  "link_id",
  "order_id",
  "status",
  "source_status",
  "currency",
];

/**
 * Makes the view `context_record`: every conversion that some scope and zone of the options hold, a bit for each that
 * does, with its amount converted and at par. A status nobody mapped stands under the source's own word.
 */
export async function prepareRecords(search: ContextSearch, options: Options): Promise<void> {
  const { connection, conversions, context } = search;
  const table = identifier(conversions.table);
  const isDate = await dateFlag(connection, conversions.table, "occurred_at");
  const at = `${table}.occurred_at`;
  const scopes = options.scopes.map((scope) =>
    inScope("conversions", conversions, { ...context, ...scope }, table),
  );
  const zones = options.zones.map((zone) => inWindow(at, isDate, context, zone));
  const amounts = await amountsOf(search, { at, isDate });
  await connection.run(`
    CREATE OR REPLACE TEMP VIEW context_record AS
    SELECT * FROM (
      SELECT ${columns.map((column) => `${table}.${column}`).join(", ")},
        coalesce(${table}.status, ${table}.source_status, '') AS state,
        ${bitsOf(scopes)} AS scopes, ${bitsOf(zones)} AS zones,
        ${options.late ? lateSql(search, table) : "false"} AS late,
        ${table}.amount AS original_amount, ${amounts.converted} AS amount, ${amounts.par} AS par_amount
      FROM ${table} ${amounts.join}
    ) WHERE scopes <> 0 AND zones <> 0`);
}

/** True where a record of `context_record` counts under a reading, repeated orders aside. */
export function countsUnder({ scope, statuses, zone, late }: Reading): string {
  return `(${hasBit("scopes", scope)} AND ${hasBit("zones", zone)}
    AND state IN (${
      ["", ...statuses]
        .map(literal)
        .slice(statuses.includes("") ? 0 : 1)
        .join(", ") || "NULL"
    })
    ${late ? "AND NOT late" : ""})`;
}

export function hasBit(column: string, place: number): string {
  return `(${column} & ${2 ** place}) <> 0`;
}

function bitsOf(conditions: readonly string[]): string {
  const bits = conditions.map(
    (condition, place) => `CASE WHEN ${condition} THEN ${2 ** place} ELSE 0 END`,
  );
  return bits.join(" + ");
}

async function amountsOf(
  { connection, conversions, context, rates, metric }: ContextSearch,
  dated: { at: string; isDate: string },
) {
  const one = "CAST(1 AS DECIMAL(38, 10))";
  if (metric === "conversions") return { join: "", converted: one, par: one };
  const amount = `${identifier(conversions.table)}.amount`;
  const { join, convert } = await conversionOf({
    connection,
    table: conversions.table,
    dated,
    rates,
    currency: context.currency,
    timezone: context.timezone,
  });
  return { join, converted: convert(amount), par: amount };
}

/** Recorded after the card was captured; where one of both is a calendar date, on a later day. */
function lateSql({ card, context }: ContextSearch, table: string): string {
  const text = card.capturedAt ?? "";
  const recorded = `${table}.recorded_at`;
  const isDate = `${table}.recorded_at_is_date`;
  const day = localDay(recorded, isDate, context.timezone);
  if (text.length === 10) return `coalesce(${day} > DATE ${literal(text)}, false)`;
  const captured = `timezone('UTC', TIMESTAMPTZ ${literal(text)})`;
  const capturedDay = localDay(captured, "false", context.timezone);
  return `coalesce(CASE WHEN ${isDate} THEN ${day} > ${capturedDay} ELSE ${recorded} > ${captured} END, false)`;
}
