import { analyticsCauses } from "#model/causes/analytics.ts";
import { contextCauses } from "#model/causes/context.ts";
import { customerCauses } from "#model/causes/customers.ts";
import type { CauseDefinition } from "#model/causes/definition.ts";
import { payoutCauses } from "#model/causes/payout.ts";
import { revenueCauses } from "#model/causes/revenue.ts";

/** The fixed vocabulary of causes (docs/reconciliations.md), each with what is said of it and what to do next; a word several reconciliations use is one cause. */
export const causes = {
  ...payoutCauses,
  ...revenueCauses,
  ...customerCauses,
  ...analyticsCauses,
  ...contextCauses,
} as const satisfies Record<string, CauseDefinition>;

export type CauseId = keyof typeof causes;
