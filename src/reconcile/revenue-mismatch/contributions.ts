import type { ReconcileInput } from "#reconcile/reconciliation.ts";
import { literal, localDay, timeText } from "#reconcile/sql.ts";

/** Why a conversion and its event differ, in the order that decides; NULL, unexplained, where its status is unknown. */
function causeSql({ context }: ReconcileInput, cardTimezone: string): string {
  const reporting = literal(context.currency);
  return `CASE
    WHEN c.conversion_id IS NULL THEN 'missing_conversion'
    WHEN e.event_id IS NULL THEN 'missing_event'
    WHEN c.status IS NULL THEN NULL
    WHEN c.status <> 'approved' THEN c.status || '_counted'
    WHEN c.in_scope <> e.in_scope THEN 'out_of_scope'
    WHEN c.in_window <> e.in_window AND ${sameInstant([context.timezone, cardTimezone])} THEN 'timezone_boundary'
    WHEN c.in_window <> e.in_window THEN 'date_differs'
    WHEN c.currency <> ${reporting} AND e.currency = ${reporting} AND e.original_amount = c.original_amount THEN 'currency_not_converted'
    ELSE 'amount_differs'
  END`;
}

/** A calendar date and an instant are the same where the instant falls on that day in a zone one of the sides is read in. */
function sameInstant(zones: readonly string[]): string {
  const day = (side: string, zone: string) =>
    localDay(`${side}.occurred_at`, `${side}.occurred_at_is_date`, zone);
  const sameDay = zones.map((zone) => `${day("c", zone)} = ${day("e", zone)}`);
  return `CASE WHEN c.occurred_at_is_date = e.occurred_at_is_date THEN c.occurred_at = e.occurred_at
    ELSE ${sameDay.join(" OR ")} END`;
}

const conversionColumns = `c.partner_id, c.campaign_id, c.link_id, c.status, c.source_status,
  c.original_amount AS conversion_amount, c.currency AS conversion_currency,
  ${timeText("c.occurred_at", "c.occurred_at_is_date")} AS conversion_dated`;
const eventColumns = `e.event_id, e.partner_id AS event_partner_id, e.campaign_id AS event_campaign_id, e.link_id AS event_link_id,
  e.original_amount AS event_amount, e.currency AS event_currency,
  ${timeText("e.occurred_at", "e.occurred_at_is_date")} AS event_dated`;

/** Makes `contribution`: each conversion that counts otherwise than its event, and each further event the dashboard counts. */
export async function prepareContributions(
  input: ReconcileInput,
  cardTimezone: string,
): Promise<void> {
  await input.connection.run(`
    CREATE OR REPLACE TEMP TABLE contribution AS
    SELECT ${causeSql(input, cardTimezone)} AS cause, coalesce(c.counted, 0) - coalesce(e.counted, 0) AS contribution,
      CASE WHEN c.conversion_id IS NULL THEN 'event' ELSE 'conversion' END AS record,
      CASE WHEN c.conversion_id IS NULL THEN e.event_id ELSE c.conversion_id END AS id,
      coalesce(c.conversion_id, e.conversion_id) AS conversion_id, ${conversionColumns}, ${eventColumns}
    FROM revenue_conversion AS c
    FULL JOIN (SELECT * FROM revenue_sale WHERE NOT further) AS e ON e.conversion_id = c.conversion_id
    WHERE coalesce(c.counted, 0) <> coalesce(e.counted, 0)`);
  await input.connection.run(`
    INSERT INTO contribution
    SELECT 'duplicate', -e.counted, 'event', e.event_id, e.conversion_id, ${conversionColumns}, ${eventColumns}
    FROM revenue_sale AS e LEFT JOIN revenue_conversion AS c ON c.conversion_id = e.conversion_id
    WHERE e.further AND e.counted <> 0`);
}

/** Makes `contribution` without a record, where the events cannot be laid beside the conversions. */
export async function prepareNoContribution({ connection }: ReconcileInput): Promise<void> {
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE contribution AS
    SELECT NULL::VARCHAR AS cause, 0::DECIMAL(38, 10) AS contribution, NULL::VARCHAR AS id WHERE false`);
}
