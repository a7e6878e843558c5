import { valueFor } from "#model/card.ts";
import type { CardTab } from "#model/card.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { FindingId } from "#model/findings.ts";
import type { Finding } from "#model/outcome.ts";
import type { Card } from "#reconcile/cards/card.ts";
import { chosenCard } from "#reconcile/cards/choice.ts";
import { differingFields, isUnfiltered, zoneOf } from "#reconcile/cards/fields.ts";
import { countGiven, giveCard, listed } from "#reconcile/cards/refusals.ts";
import type { ReconcileInput } from "#reconcile/reconciliation.ts";

/** What the card of a tab shows; null where there is none to compare with. */
export interface TabCard {
  /** Exact decimal. */
  readonly value: string | null;
  readonly findings: readonly Finding[];
}

const give = giveCard({ currency: null });

/** The card a person gives, else the one with the tab's name for the context asked for; a missing one is no refusal. */
export async function tabCardOf(input: ReconcileInput, tab: CardTab): Promise<TabCard> {
  const { context } = input;
  const given = valueFor("tab", input.card);
  if (given !== null) return { value: countGiven(given), findings: [] };
  const asked = { ...context, currency: null };
  // Who asks for no status may be the one who does not know that the card hides some: compared, and said.
  const strictStatuses = context.statuses !== null;
  const { card, findings, nearest } = await chosenCard(input, {
    metric: tab,
    asked,
    strictStatuses,
  });
  if (card) {
    return { value: card.value, findings: [...findings, ...findingsOf(card, tab, context)] };
  }
  return { value: null, findings: [nearest.length > 0 ? anotherCard(tab, nearest) : noCard(tab)] };
}

function findingsOf(card: Card, tab: CardTab, context: FilterContext): Finding[] {
  const differing = differingFields(card, { ...context, currency: null });
  const theirs = zoneOf(card) ?? card.timezone;
  const statuses = isUnfiltered(card.statuses ?? []) ? null : card.statuses?.join(",");
  return [
    ...(differing.includes("timezone")
      ? [
          differs(
            "timezone",
            `The ${tab} card reads its days in ${theirs}, this comparison in ${context.timezone}; ask with timezone=${theirs}.`,
          ),
        ]
      : []),
    ...(differing.includes("statuses") && statuses
      ? [
          differs(
            "statuses",
            `The ${tab} card is filtered by status (${statuses}), and no status was asked for; ask with status=${statuses} to see which events that hides.`,
          ),
        ]
      : []),
  ];
}

function anotherCard(tab: CardTab, nearest: readonly string[]): Finding {
  return warning(
    "card_of_other_context",
    `The cards export has a ${tab} card for ${listed(nearest)} only, so no card is compared; ask for the same, or ${give}.`,
  );
}

function noCard(tab: CardTab): Finding {
  const message = `There is no ${tab} card to compare with, so what the filters leave is taken for it; ${give} to compare.`;
  return { id: "no_card", severity: "info", message, rows: 0 };
}

function differs(field: string, message: string): Finding {
  return { ...warning("context_differs", message), field };
}

function warning(id: FindingId, message: string): Finding {
  return { id, severity: "warn", message, rows: 1 };
}
