import { customerCountMismatch } from "#reconcile/customer-count-mismatch/index.ts";
import { exportMismatch } from "#reconcile/export-mismatch/index.ts";
import { payoutMismatch } from "#reconcile/payout-mismatch/index.ts";
import type { Reconciliation } from "#reconcile/reconciliation.ts";
import { revenueMismatch } from "#reconcile/revenue-mismatch/index.ts";
import { sparseAnalytics } from "#reconcile/sparse-analytics/index.ts";

const known = {
  "customer-count-mismatch": customerCountMismatch,
  "export-mismatch": exportMismatch,
  "payout-mismatch": payoutMismatch,
  "revenue-mismatch": revenueMismatch,
  "sparse-analytics": sparseAnalytics,
} satisfies Record<string, Reconciliation>;

/** Every reconciliation by the id a runbook names it by. */
export const reconciliations: Readonly<Record<string, Reconciliation>> = known;
