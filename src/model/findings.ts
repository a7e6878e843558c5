import { scopeFields } from "#model/filter-context.ts";
import type { ScopeField } from "#model/filter-context.ts";
import type { Finding } from "#model/outcome.ts";

/** The vocabulary of findings that a comparison in a runbook can come with; a check and a branch name no other. */
const ids = [
  // Of the exports that are compared.
  "mapped_column_missing",
  "rejected_records",
  "repeated_id",
  "unfiltered_export",
  "unmapped_status",
  "unreadable_export",
  "unexplained_records",
  // Of payouts.
  "not_available_payee",
  "not_available_payout",
  "undated_commission",
  "undated_payout",
  "unknown_payout_status",
  "wrong_payee",
  // Of events.
  "not_available_event_currency",
  "not_available_events",
  "not_available_is_bot",
  "not_available_status",
  "sale_without_amount",
  "sale_without_currency",
  "unknown_event_type",
  // Of customers.
  "identity_split",
  "not_available_customer_identity",
  "not_available_identity",
  // Of cards, and of the search for what explains one.
  "card_of_only_workspace",
  "card_of_other_context",
  "context_differs",
  "no_card",
  "not_available_card_window",
  "not_available_duplicates",
  "not_available_late_records",
  "not_available_rates",
  "search_bounded",
  "several_contexts_fit",
  "summary_card",
] as const;

export type FindingId = (typeof ids)[number] | `unknown_${ScopeField}`;

/** Fields of a context that `context_differs` may be about. */
const fields = ["window", ...scopeFields, "timezone", "statuses", "currency"];

/** The words by which a runbook may name a finding: its id, or that of the field in which contexts differ. */
export const findingWords: string[] = [
  ...ids,
  ...scopeFields.map((field) => `unknown_${field}`),
  ...fields.map((field) => `context_differs.${field}`),
];

/** Whether a word names this finding. */
export function isFinding(word: string, { id, field }: Finding): boolean {
  return word === id || word === `${id}.${field}`;
}
