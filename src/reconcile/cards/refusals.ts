import { UsageError } from "#errors.ts";
import type { Scope } from "#model/filter-context.ts";
import { displayScope } from "#model/filter-context.ts";
import { Decimal } from "#model/money.ts";
import { displayWindow } from "#model/window.ts";
import type { Card } from "#reconcile/cards/card.ts";
import type { CardSearch } from "#reconcile/cards/choice.ts";
import type { AskedOfCard } from "#reconcile/cards/fields.ts";
import type { ReconcileInput } from "#reconcile/reconciliation.ts";

/** How a person gives the value, as it would be written for money or for a count. */
export function giveCard({ currency }: Pick<AskedOfCard, "currency">): string {
  const value = currency === null ? "41" : "12400.00";
  return `read the value off the dashboard and give it as card=${value} (--card ${value})`;
}

/** Refuses to go on without a card, with the nearest there are. */
export function noCardFor(
  { tables, context: { cost_model: model } }: ReconcileInput,
  { metric, asked }: CardSearch,
  nearest: readonly string[],
): UsageError {
  const give = giveCard(asked);
  if (!tables.cards) {
    return new UsageError(
      `There is no cards export to compare with; have the source export cards, or ${give}.`,
      ["card"],
    );
  }
  if (model !== null) {
    return new UsageError(
      `No card of the cards export is of one cost model, so none can be compared with cost_model=${model}; ${give}, or leave cost_model out.`,
      ["card", "cost_model"],
    );
  }
  const missing = `The cards export has no ${metric} card for window ${displayWindow(asked)}, scope ${displayScope(asked)}`;
  const others =
    nearest.length === 0
      ? "export the card for them"
      : `it has one for ${listed(nearest)}: ask for ${nearest.length === 1 ? "it" : "one of them"}`;
  return new UsageError(`${missing}; ${others}, or ${give}.`, ["card"]);
}

/** Without a later capture to choose by, two values are refused rather than one taken by chance. */
export function rivalCards({ metric, asked }: CardSearch, scope: Scope): UsageError {
  return new UsageError(
    `The cards export has two ${metric} cards for scope ${displayScope(scope)} (window ${displayWindow(asked)}) that differ and no later captured_at to choose by; remove the outdated one, or ${giveCard(asked)}.`,
    ["card"],
  );
}

/** Refuses a card in another currency: a total cannot be converted, for only its records have days to take a rate from. */
export function assertCurrency({ currency }: Card, { metric, asked }: CardSearch): void {
  if (currency === null || asked.currency === null || currency === asked.currency) return;
  throw new UsageError(
    `The ${metric} card is in ${currency}, this comparison in ${asked.currency}; ask with currency=${currency}, or export the card in ${asked.currency}.`,
    ["currency"],
  );
}

/** Refuses a count with a fraction: no record is a part of one. */
export function assertCount({ value }: Card, { metric, asked }: CardSearch): void {
  if (asked.currency !== null || new Decimal(value).isInteger()) return;
  throw new UsageError(
    `The ${metric} card of the cards export shows ${new Decimal(value).toFixed()}, which is not a count; correct it there, or ${giveCard(asked)}.`,
    ["card"],
  );
}

/** The count that a person gives, refused where it has a fraction. */
export function countGiven(value: string): string {
  if (new Decimal(value).isInteger()) return value;
  throw new UsageError(`card=${value} is not a count; write it as a whole number like card=41.`, [
    "card",
  ]);
}

/** a, b and c */
export function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(" and ");
}
