import { payoutMismatch } from "#reconcile/payout-mismatch/index.ts";
import type { Reconciliation } from "#reconcile/reconciliation.ts";
import { revenueMismatch } from "#reconcile/revenue-mismatch/index.ts";

const known = {
  "payout-mismatch": payoutMismatch,
  "revenue-mismatch": revenueMismatch,
} satisfies Record<string, Reconciliation>;

/** Every reconciliation by the id a runbook names it by. */
export const reconciliations: Readonly<Record<string, Reconciliation>> = known;
