/** Queries over what `payoutMismatch.explain` left: the commissions that were expected, and the settled payouts in play. */
export const payoutSideRecords = {
  expected: `SELECT commission_id AS id, partner_id, amount FROM judged WHERE expected`,
  actual: `SELECT payout_id AS id, partner_id, program_id, status, dated, amount, original_amount, currency FROM payout
    WHERE in_play AND settled`,
} as const;
