import { UsageError } from "#errors.ts";
import { valueFor } from "#model/card.ts";
import type { Finding } from "#model/outcome.ts";
import { readTimezone } from "#model/window.ts";
import { givenCard } from "#reconcile/cards/card.ts";
import type { Card } from "#reconcile/cards/card.ts";
import { chosenCard } from "#reconcile/cards/choice.ts";
import type { CardSearch } from "#reconcile/cards/choice.ts";
import { isUnfiltered } from "#reconcile/cards/fields.ts";
import { assertCurrency, noCardFor } from "#reconcile/cards/refusals.ts";
import type { ReconcileInput } from "#reconcile/reconciliation.ts";

/** The dashboard's revenue, its zone read, and what is worth saying of it. */
export interface RevenueCard {
  readonly card: Card;
  readonly findings: readonly Finding[];
}

/** The value a person gives, else the revenue card of the window and scope that counts all statuses, as events do. */
export async function revenueCardOf(input: ReconcileInput): Promise<RevenueCard> {
  const value = valueFor("revenue", input.card);
  if (value !== null) return { card: givenCard(value), findings: [] };
  const search: CardSearch = { metric: "revenue", asked: { ...input.context, statuses: null } };
  const { card, findings, nearest } = await chosenCard(input, search);
  if (!card) throw noCardFor(input, search, nearest);
  assertCurrency(card, search);
  return {
    card: { ...card, timezone: timezoneOf(card) },
    findings: [...findings, ...statusesFiltered(card)],
  };
}

function timezoneOf({ timezone }: Card): string | null {
  if (timezone === null) return null;
  try {
    return readTimezone(timezone);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`The timezone of the revenue card: ${error.message}`, error.fields);
  }
}

function statusesFiltered({ statuses }: Card): Finding[] {
  if (statuses === null || isUnfiltered(statuses)) return [];
  return [
    {
      id: "context_differs",
      field: "statuses",
      severity: "warn",
      message: `The revenue card is filtered by status (${statuses.join(", ")}), while a dashboard's sale events count whatever their status; read it without that filter.`,
      rows: 1,
    },
  ];
}
