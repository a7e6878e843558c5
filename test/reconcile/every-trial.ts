import * as customers from "./customer-count-mismatch/trials.ts";
import * as cards from "./export-mismatch/trials.ts";
import * as payouts from "./payout-mismatch/trials.ts";
import * as revenue from "./revenue-mismatch/trials.ts";
import * as analytics from "./sparse-analytics/trials.ts";
import type { Trials } from "./trials.ts";

/** The programs every reconciliation is tried on: with planted causes, and beside its rules applied by hand. */
export const everyTrial: readonly { readonly planted: Trials; readonly random: Trials }[] = [
  payouts,
  revenue,
  customers,
  analytics,
  cards,
];
