import { UsageError } from "#errors.ts";
import type { CardMetric } from "#model/card.ts";
import { scopeFields } from "#model/filter-context.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { Finding } from "#model/outcome.ts";
import { readTimezone } from "#model/window.ts";
import type { Card } from "#reconcile/export-mismatch/card.ts";
import { statusesAsked } from "#reconcile/contexts/reading.ts";

/** What a card says of itself that differs from the context asked for, field by field, and what to know when reading it. */
export function cardFindings(card: Card, context: FilterContext): Finding[] {
  const statuses = statusesAsked(context);
  const { scope } = card;
  const differing = [
    ...(scope ? scopeFields.map((field) => differs(field, scope[field], context[field])) : []),
    card.timezone === null ? [] : timezoneDiffers(card.timezone, context),
    card.statuses === null
      ? []
      : differs(
          "statuses",
          listed(card.statuses.toLowerCase().split(/[\s,;|]+/)),
          listed(statuses),
        ),
  ];
  return [
    ...differing.flat(),
    ...(card.isDated
      ? []
      : [
          finding(
            "not_available_card_window",
            "warn",
            "The card does not say its window; it is taken for the one asked for.",
          ),
        ]),
    ...(card.mode?.toLowerCase() === "summary"
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

/** Refuses a card in another currency: a total cannot be converted, for only its records have days to take a rate from. */
export function assertCurrency(
  { currency }: Card,
  metric: CardMetric,
  context: FilterContext,
): void {
  const theirs = currency?.toUpperCase();
  if (metric !== "revenue" || theirs === undefined || theirs === context.currency) return;
  throw new UsageError(
    `The card is in ${theirs}, this comparison in ${context.currency}; ask with currency=${theirs}, or export the card in ${context.currency}.`,
    ["currency"],
  );
}

/** A card's timezone as the tz database writes it; null where it says none, or a word that is not one. */
export function timezoneOf({ timezone }: Pick<Card, "timezone">): string | null {
  if (timezone === null) return null;
  try {
    return readTimezone(timezone);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

function timezoneDiffers(timezone: string, context: FilterContext): Finding[] {
  const known = timezoneOf({ timezone });
  if (known !== null)
    return same(known, context.timezone) ? [] : differs("timezone", known, context.timezone);
  const message = `The card's timezone "${timezone}" is not one of the tz database, so the card could not be read in it; the export's is ${context.timezone}.`;
  return [finding("context_differs", "warn", message)];
}

/** Two names of one zone are no difference. */
function same(left: string, right: string): boolean {
  const [a, b] = [left, right].map(
    (timeZone) => new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone,
  );
  return a === b;
}

function differs(field: string, theirs: string | null, ours: string | null): Finding[] {
  if (theirs === ours) return [];
  const message = `The ${field} of card and export differ: the card has ${theirs ?? "no filter by it"}, the export ${ours ?? "none"}.`;
  return [finding("context_differs", "warn", message)];
}

function listed(statuses: readonly string[]): string {
  const words = [...new Set(statuses.filter((status) => status !== ""))];
  return words.sort().join(",");
}

function finding(id: string, severity: Finding["severity"], message: string): Finding {
  return { id, severity, message, rows: 0 };
}
