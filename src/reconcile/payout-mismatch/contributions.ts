import type { ReconcileInput } from "#reconcile/reconciliation.ts";
import { timeText } from "#reconcile/sql.ts";

/** Paid but not expected, in the order that decides; no match means unexplained. */
const paidNotExpected = `CASE
  WHEN later OR status = 'duplicate' THEN 'paid_duplicate'
  WHEN status = 'refunded' THEN 'paid_refunded'
  WHEN status = 'fraud' THEN 'paid_fraud'
  WHEN status = 'canceled' THEN 'paid_canceled'
  WHEN status IN ('pending', 'held') THEN 'paid_unapproved'
  WHEN NOT in_scope THEN 'paid_out_of_scope'
  WHEN NOT dated_in_window AND (dated_in_utc OR dated_in_source) THEN 'timezone_boundary'
  WHEN NOT dated_in_window THEN 'paid_other_period'
END`;

/** Expected but not paid, in the order that decides. */
const expectedNotPaid = `CASE
  WHEN payout_status IN ('failed', 'canceled') THEN 'payout_failed'
  WHEN payout_status IN ('pending', 'processing') THEN 'payout_in_flight'
  WHEN payout_id IS NOT NULL AND NOT payout_found THEN 'payout_missing'
  WHEN payout_settled AND NOT payout_in_scope THEN 'payout_out_of_scope'
  WHEN payout_settled AND NOT (dated_in_utc AND dated_in_source) THEN 'timezone_boundary'
  WHEN payout_settled THEN 'paid_other_period'
  WHEN payout_id IS NULL AND held THEN 'held'
  ELSE 'unpaid'
END`;

/**
 * Makes `contribution`: each commission that moves the gap, with its one cause, NULL where none fits. And `astray`: those
 * that a settled payout in play paid to another partner or program, and those whose payout's status is unknown.
 */
export async function prepareContributions({ connection }: ReconcileInput): Promise<void> {
  // One pass over the commissions for both: it is what a run spends its time on.
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE contribution AS
    SELECT CASE WHEN paid THEN ${paidNotExpected} ELSE ${expectedNotPaid} END AS cause,
      CASE WHEN paid THEN amount ELSE -amount END AS contribution,
      'commission' AS record, commission_id AS id, partner_id, program_id, status, source_status,
      original_amount, currency, ${timeText("dated_at", "dated_at_is_date")} AS dated, payout_id, conversion_id,
      paid <> expected AND amount <> 0 AS moves, paid AND wrong_payee AS wrongly_paid, expected AND payout_status_unknown AS payout_unknown
    FROM classified WHERE (paid <> expected AND amount <> 0) OR (paid AND wrong_payee)`);
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE astray AS
    SELECT id, payout_id, wrongly_paid, payout_unknown FROM contribution WHERE wrongly_paid OR payout_unknown`);
  await connection.run("DELETE FROM contribution WHERE NOT moves");
}
