import { payoutMismatch } from "#reconcile/payout-mismatch/index.ts";
import type { Reconciliation } from "#reconcile/reconciliation.ts";

const known = { "payout-mismatch": payoutMismatch } satisfies Record<string, Reconciliation>;

/** Every reconciliation by the id a runbook names it by. */
export const reconciliations: Readonly<Record<string, Reconciliation>> = known;
