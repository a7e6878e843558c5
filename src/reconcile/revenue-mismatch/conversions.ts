import { conversionOf } from "#reconcile/currency.ts";
import type { IngestedTable, ReconcileInput } from "#reconcile/reconciliation.ts";
import { dateFlag, identifier, inScope, inWindow } from "#reconcile/sql.ts";

/** Named one by one: a column of theirs must never stand where one of ours is meant. */
const columns = [
  "conversion_id",
  "partner_id",
  "campaign_id",
  "link_id",
  "status",
  "source_status",
  "currency",
  "occurred_at",
  "occurred_at_is_date",
];

/** Makes the view `revenue_conversion`: every conversion with its converted amount and what of it counts, in the window and scope asked for. */
export async function prepareConversions(
  input: ReconcileInput,
  conversions: IngestedTable,
): Promise<void> {
  const { connection, context, rates } = input;
  const table = identifier(conversions.table);
  const at = `${table}.occurred_at`;
  const isDate = await dateFlag(connection, conversions.table, "occurred_at");
  const conversion = await conversionOf({
    connection,
    table: conversions.table,
    dated: { at, isDate },
    rates,
    currency: context.currency,
    timezone: context.timezone,
  });
  await connection.run(`
    CREATE OR REPLACE TEMP VIEW revenue_conversion AS
    SELECT *, in_scope AND in_window AND coalesce(status = 'approved', false) AS counts,
      CASE WHEN counts THEN amount ELSE 0 END AS counted
    FROM (
      SELECT ${columns.map((column) => `${table}.${column}`).join(", ")},
        ${conversion.convert(`${table}.amount`)} AS amount, ${table}.amount AS original_amount,
        ${inScope("conversions", conversions, context, table)} AS in_scope,
        ${inWindow(at, isDate, context, context.timezone)} AS in_window
      FROM ${table} ${conversion.join}
    )`);
}
