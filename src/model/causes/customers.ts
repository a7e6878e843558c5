import type { CauseDefinition } from "#model/causes/definition.ts";

/** Customers against conversions, in counts (docs/reconciliations.md). */
export const customerCauses = {
  missing_identity: {
    title: "No identity",
    phrase: "without any identity",
    next: "Send a customer id, an external id or an e-mail with each conversion.",
  },
  customer_not_exported: {
    title: "Customer not exported",
    phrase: "whose customer is not in the export",
    next: "Export the customers again without filters; if one is still missing, ask the platform for it by id.",
  },
  identity_merged: {
    title: "Identities merged",
    phrase: "merged into another identity",
    next: "Look at the merged customers one by one: e-mail and external id both belong to somebody else.",
  },
  repeat_purchase: {
    title: "Repeat purchase",
    phrase: "bought again",
    next: "Nothing to do: one customer may convert many times.",
  },
} as const satisfies Record<string, CauseDefinition>;
