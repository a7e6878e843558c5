import { statusesAsked } from "#model/card.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { FindingId } from "#model/findings.ts";
import type { Finding } from "#model/outcome.ts";
import type { Card } from "#reconcile/cards/card.ts";
import { differingFields, zoneOf } from "#reconcile/cards/fields.ts";
import type { AskedOfCard, CardField } from "#reconcile/cards/fields.ts";

/** What a card says of itself that differs from the context asked for, field by field, and what to know when reading it. */
export function cardFindings(card: Card, context: FilterContext): Finding[] {
  const asked = { ...context, statuses: statusesAsked(context), currency: null };
  return [
    ...differingFields(card, asked).map((field) => differs(field, card, asked)),
    ...(card.mode === "summary"
      ? [
          finding(
            "summary_card",
            "info",
            "The card is a summary and may lag behind the records; capture it again after a short wait before acting on what differs.",
          ),
        ]
      : []),
  ];
}

function differs(field: CardField, card: Card, asked: AskedOfCard): Finding {
  const [theirs, ours] = settingsOf(field, card, asked);
  if (field === "timezone" && zoneOf(card) === null) {
    return differing(
      field,
      `The card's timezone "${theirs}" is not one of the tz database, so the card could not be read in it; the export's is ${ours}.`,
    );
  }
  return differing(
    field,
    `The ${field} of card and export differ: the card has ${theirs ?? "no filter by it"}, the export ${ours ?? "none"}.`,
  );
}

function differing(field: CardField, message: string): Finding {
  return { ...finding("context_differs", "warn", message), field };
}

function settingsOf(
  field: CardField,
  card: Card,
  asked: AskedOfCard,
): [string | null | undefined, string | null | undefined] {
  switch (field) {
    case "timezone":
      return [zoneOf(card) ?? card.timezone, asked.timezone];
    case "statuses":
      return [card.statuses?.join(","), asked.statuses?.toSorted().join(",")];
    case "currency":
      return [card.currency, asked.currency];
    case "window":
      return [`${card.from}..${card.to}`, `${asked.from}..${asked.to}`];
    default:
      return [card.scope?.[field], asked[field]];
  }
}

function finding(id: FindingId, severity: Finding["severity"], message: string): Finding {
  return { id, severity, message, rows: 0 };
}
