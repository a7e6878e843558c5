import { statusesAsked, valueFor } from "#model/card.ts";
import type { CardMetric } from "#model/card.ts";
import type { Scope } from "#model/filter-context.ts";
import type { Finding } from "#model/outcome.ts";
import { givenCard } from "#reconcile/cards/card.ts";
import type { Card } from "#reconcile/cards/card.ts";
import { chosenCard } from "#reconcile/cards/choice.ts";
import { assertCurrency, countGiven, noCardFor } from "#reconcile/cards/refusals.ts";
import type { ReconcileInput } from "#reconcile/reconciliation.ts";

/** The value a person gives, else the card of the metric, the window and the first of these scopes that has one. */
export async function exportCardOf(
  input: ReconcileInput,
  metric: CardMetric,
  scopes: readonly Scope[],
): Promise<{ card: Card; findings: readonly Finding[] }> {
  const value = valueFor("metric", input.card);
  if (value !== null) {
    return { card: givenCard(metric === "revenue" ? value : countGiven(value)), findings: [] };
  }
  const { context } = input;
  const currency = metric === "revenue" ? context.currency : null;
  const asked = { ...context, statuses: statusesAsked(context), currency };
  const { card, findings, nearest } = await chosenCard(input, { metric, asked, scopes });
  if (!card) throw noCardFor(input, { metric, asked }, nearest);
  assertCurrency(card, { metric, asked });
  return { card, findings };
}
