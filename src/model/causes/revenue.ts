import type { CauseDefinition } from "#model/causes/definition.ts";

/** Approved conversions against the dashboard's revenue (docs/reconciliations.md), beside the causes it shares with payouts. */
export const revenueCauses = {
  duplicate: {
    title: "Counted twice",
    phrase: "repeated sale events",
    next: "Have the platform drop the repeated sale events, and find out what sends them twice.",
  },
  missing_conversion: {
    title: "Event without conversion",
    phrase: "sale events without a conversion",
    next: "Export the conversions again without filters; if one is still missing, ask the platform for it by event id.",
  },
  missing_event: {
    title: "Conversion without event",
    phrase: "conversions the dashboard has no event for",
    next: "Check the tracking of these conversions: the dashboard never saw their sale.",
  },
  pending_counted: {
    title: "Pending counted",
    phrase: "pending conversions counted",
    next: "Read the dashboard with the status filter on approved, or wait until these are approved.",
  },
  refunded_counted: {
    title: "Refunded counted",
    phrase: "refunded conversions counted",
    next: "Take the refunds off what the dashboard shows, and check that refunds reach its events.",
  },
  chargeback_counted: {
    title: "Chargebacks counted",
    phrase: "charged back conversions counted",
    next: "Take the chargebacks off what the dashboard shows, and hold their commissions.",
  },
  rejected_counted: {
    title: "Rejected counted",
    phrase: "rejected conversions counted",
    next: "Take the rejected conversions off what the dashboard shows; they earn nobody anything.",
  },
  fraud_counted: {
    title: "Fraud counted",
    phrase: "fraudulent conversions counted",
    next: "Take the fraud off what the dashboard shows, and see that its commissions are blocked.",
  },
  out_of_scope: {
    title: "In one scope only",
    phrase: "in the scope on one side only",
    next: "Compare the campaign, link and partner of these records on both sides and mend the one that is wrong.",
  },
  date_differs: {
    title: "Dated differently",
    phrase: "dated in the window on one side only",
    next: "Find out which side has the true date; a replayed or imported event often carries the day of its import.",
  },
  amount_differs: {
    title: "Amounts differ",
    phrase: "amounts that differ between event and conversion",
    next: "Look for partial refunds, taxes or shipping counted on one side only.",
  },
} as const satisfies Record<string, CauseDefinition>;
