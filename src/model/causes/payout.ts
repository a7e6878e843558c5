import type { CauseDefinition } from "#model/causes/definition.ts";

/** Payouts against commissions (docs/reconciliations.md). */
export const payoutCauses = {
  paid_duplicate: {
    title: "Paid twice",
    phrase: "paid for a conversion already paid",
    next: "Void the duplicate commissions and deduct them from the partner's next payout.",
  },
  paid_refunded: {
    title: "Paid although refunded",
    phrase: "paid although refunded",
    next: "Claw the refunded commissions back in the next payout and check that refunds reach the platform before the payout run.",
  },
  paid_fraud: {
    title: "Paid although fraud",
    phrase: "paid although marked as fraud",
    next: "Hold the partner's next payout, recover the amount and open a fraud review.",
  },
  paid_canceled: {
    title: "Paid although canceled",
    phrase: "paid although canceled",
    next: "Deduct the canceled commissions from the next payout.",
  },
  paid_unapproved: {
    title: "Paid before approval",
    phrase: "paid before approval",
    next: "Approve or reject these commissions now, and find out why the payout run took pending or held ones.",
  },
  paid_out_of_scope: {
    title: "Paid for another scope",
    phrase: "paid for commissions outside the scope",
    next: "Check that the payout batch was made with the same program and partner filters.",
  },
  timezone_boundary: {
    title: "Timezone boundary",
    phrase: "across midnight in another timezone",
    next: "Settle on one timezone for both sides, the reporting one, and ask for both again in it.",
  },
  paid_other_period: {
    title: "Settled in another period",
    phrase: "settled in another period",
    next: "Reconcile the neighbouring period too; nothing is lost if it shows the opposite amount.",
  },
  payout_failed: {
    title: "Payout failed",
    phrase: "failed payout",
    next: "Ask the partner for valid payout details and send the failed or canceled payouts again.",
  },
  payout_in_flight: {
    title: "Payout in flight",
    phrase: "payout in flight",
    next: "Wait for settlement and run this again; escalate if it is older than the provider's usual delay.",
  },
  payout_missing: {
    title: "Names a missing payout",
    phrase: "names a payout that does not exist",
    next: "Export the payouts again without filters; if the payout is still missing, ask the platform for it by id.",
  },
  payout_out_of_scope: {
    title: "Paid by another scope's payout",
    phrase: "paid by a payout outside the scope",
    next: "Check the program and partner of those payouts against the scope of this run.",
  },
  held: {
    title: "On hold",
    phrase: "on hold",
    next: "Nothing to do before the hold ends; they belong to a later payout.",
  },
  unpaid: {
    title: "Approved and not paid",
    phrase: "approved and not paid",
    next: "Add these commissions to the next payout batch; settle first what became of any payout they name.",
  },
  payout_without_commissions: {
    title: "Payout without commissions",
    phrase: "payout with no commissions",
    next: "Ask who made the payout and why; link its commissions or recover it.",
  },
  fee: {
    title: "Payout fee",
    phrase: "payout fees",
    next: "Book the fees, or have the provider charge them to you instead of the partner.",
  },
  currency_not_converted: {
    title: "Currency not converted",
    phrase: "foreign amounts taken at par",
    next: "Have it calculated again with the exchange rate; foreign amounts were used as they stood.",
  },
  fx_difference: {
    title: "Another exchange rate",
    phrase: "converted at another day's rate",
    next: "Agree with the partner which day's rate applies and book the difference.",
  },
  rounding: {
    title: "Rounding",
    phrase: "rounding",
    next: "Book it as a rounding difference.",
  },
} as const satisfies Record<string, CauseDefinition>;
