import { inScope, inWindow, timeText } from "#reconcile/sql.ts";
import { conversionOf } from "#reconcile/currency.ts";
import { identifier } from "#reconcile/sql.ts";
import type { IngestedTable, ReconcileInput } from "#reconcile/reconciliation.ts";

/** The date that places a payout: its period, else when it was paid, else when it was initiated. */
const dated = {
  at: "coalesce(period_start, paid_at, initiated_at)",
  isDate: `CASE WHEN period_start IS NOT NULL THEN period_start_is_date
    WHEN paid_at IS NOT NULL THEN paid_at_is_date ELSE initiated_at_is_date END`,
};

/** Makes `payout`: every payout with its converted amount and fee, whether it is settled, in scope, and in play. */
export async function preparePayouts(input: ReconcileInput, payouts: IngestedTable): Promise<void> {
  const { connection, context, rates } = input;
  const table = identifier(payouts.table);
  const conversion = await conversionOf({
    connection,
    table: payouts.table,
    dated,
    rates,
    currency: context.currency,
    timezone: context.timezone,
  });
  const scope = inScope("payouts", payouts, context, table);
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE payout AS
    SELECT ${table}.payout_id, partner_id, program_id, status, source_status, ${table}.currency,
      amount AS original_amount, fee AS original_fee,
      ${conversion.convert("amount")} AS amount, ${conversion.convert("fee")} AS fee,
      ${dated.at} AS dated_at, ${timeText(dated.at, dated.isDate)} AS dated, ${scope} AS in_scope,
      coalesce(status IN ('sent', 'completed'), false) AS settled,
      ${scope} AND ${inWindow(dated.at, dated.isDate, context, context.timezone)} AS in_play
    FROM ${table} ${conversion.join}`);
}
