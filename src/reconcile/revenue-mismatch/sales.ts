import { conversionOf } from "#reconcile/currency.ts";
import type { IngestedTable, ReconcileInput } from "#reconcile/reconciliation.ts";
import { dateFlag, identifier, inScope, inWindow, literal } from "#reconcile/sql.ts";

const columns = [
  "event_id",
  "conversion_id",
  "partner_id",
  "campaign_id",
  "link_id",
  "currency",
  "occurred_at",
  "occurred_at_is_date",
];

/** True for the events a dashboard's revenue is made of. */
const isSale = "lower(type) = 'sale'";

/**
 * Makes the view `revenue_sale`: every sale event with its converted amount, what of it the dashboard counts in the
 * card's zone, and whether it is a further event of its conversion.
 */
export async function prepareSales(
  input: ReconcileInput,
  events: IngestedTable,
  cardTimezone: string,
): Promise<void> {
  const { connection, context, rates } = input;
  const scope = inScope("events", events, context, identifier(events.table));
  // A dashboard adds an amount that names no currency as it stands: in its own currency, which is the reporting one.
  await connection.run(`
    CREATE OR REPLACE TEMP VIEW revenue_sale_given AS
    SELECT * REPLACE (coalesce(currency, ${literal(context.currency)}) AS currency), ${scope} AS revenue_in_scope
    FROM ${identifier(events.table)} WHERE ${isSale}`);
  const at = "revenue_sale_given.occurred_at";
  const isDate = await dateFlag(connection, "revenue_sale_given", "occurred_at");
  const conversion = await conversionOf({
    connection,
    table: "revenue_sale_given",
    dated: { at, isDate },
    rates,
    currency: context.currency,
    timezone: context.timezone,
  });
  await prepareFurtherSales(input);
  await connection.run(`
    CREATE OR REPLACE TEMP VIEW revenue_sale AS
    SELECT *, in_scope AND in_window AS counts,
      CASE WHEN counts AND original_amount IS NOT NULL THEN amount ELSE 0 END AS counted
    FROM (
      SELECT ${columns.map((column) => `revenue_sale_given.${column}`).join(", ")},
        ${conversion.convert("revenue_sale_given.amount")} AS amount, revenue_sale_given.amount AS original_amount,
        revenue_in_scope AS in_scope, ${inWindow(at, isDate, context, cardTimezone)} AS in_window,
        revenue_further_sale.event_id IS NOT NULL AS further
      FROM revenue_sale_given ${conversion.join}
      LEFT JOIN revenue_further_sale ON revenue_further_sale.event_id = revenue_sale_given.event_id
    )`);
}

/** Makes `revenue_further_sale`: sale events not the first of their conversion; exact only where a cheap hash repeats. */
async function prepareFurtherSales({ connection }: ReconcileInput): Promise<void> {
  const key = "hash(conversion_id)";
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE revenue_further_sale AS
    WITH repeated AS (
      SELECT ${key} AS key FROM revenue_sale_given WHERE conversion_id IS NOT NULL GROUP BY ${key} HAVING count(*) > 1
    )
    SELECT event_id FROM revenue_sale_given
    WHERE conversion_id IS NOT NULL AND ${key} IN (SELECT repeated.key FROM repeated)
    QUALIFY row_number() OVER (PARTITION BY conversion_id ORDER BY occurred_at, event_id) > 1`);
}
