import { UsageError } from "#errors.ts";
import type { Scope, ScopeField } from "#model/filter-context.ts";
import { scopeFields } from "#model/filter-context.ts";
import type { Window } from "#model/window.ts";
import { displayWindow, readTimezone } from "#model/window.ts";
import type { Card, ExportedCard } from "#reconcile/cards/card.ts";

/** The context a card is asked for in. */
export interface AskedOfCard extends Scope, Window {
  /** Sorted; null for all. */
  readonly statuses: readonly string[] | null;
  /** Null for counts. */
  readonly currency: string | null;
}

export type CardField = "window" | ScopeField | "timezone" | "statuses" | "currency";

/** The fields in which a card says that it is of another context; what it does not say is not held against it. */
export function differingFields(card: Card, asked: AskedOfCard): CardField[] {
  const { scope, from, to, timezone, currency } = card;
  const sameWindow = (from ?? asked.from) === asked.from && (to ?? asked.to) === asked.to;
  return [
    ...(sameWindow ? [] : (["window"] as const)),
    ...(scope ? scopeFields.filter((field) => scope[field] !== asked[field]) : []),
    ...(timezone === null || isSameZone(timezone, asked.timezone) ? [] : (["timezone"] as const)),
    ...(isSameStatuses(card, asked) ? [] : (["statuses"] as const)),
    ...((currency ?? asked.currency) === asked.currency || asked.currency === null
      ? []
      : (["currency"] as const)),
  ];
}

function isSameStatuses({ statuses }: Card, asked: AskedOfCard): boolean {
  if (statuses === null) return true;
  if (isUnfiltered(statuses)) return asked.statuses === null;
  return asked.statuses !== null && statuses.join() === [...asked.statuses].sort().join();
}

/** Whether a card says that it leaves out no status. */
export function isUnfiltered(statuses: readonly string[]): boolean {
  return statuses.includes("all");
}

/** A card's timezone as the tz database writes it; null where it says none, or a word that is not one. */
export function zoneOf({ timezone }: Pick<Card, "timezone">): string | null {
  if (timezone === null) return null;
  try {
    return readTimezone(timezone);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

/** Two names of one zone are no difference. */
function isSameZone(timezone: string, asked: string): boolean {
  const known = zoneOf({ timezone });
  if (known === null) return false;
  const [theirs, ours] = [known, asked].map(
    (timeZone) => new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone,
  );
  return theirs === ours;
}

/** What to ask for so that a card is the one compared with: `window=2026-09 workspace=ws_acme campaign=cmp_02`. */
export function askedAs(
  { scope, from, to, statuses }: ExportedCard,
  asked: AskedOfCard,
  fields: readonly CardField[],
): string {
  const days = { ...asked, from: from ?? asked.from, to: to ?? asked.to };
  const narrowed = scopeFields.flatMap((field) =>
    scope[field] === null ? [] : [`${field}=${scope[field]}`],
  );
  const wider = scopeFields.filter((field) => asked[field] !== null);
  const isScoped = scopeFields.some((field) => fields.includes(field));
  return [
    ...(fields.includes("window") ? [`window=${displayWindow(days)}`] : []),
    ...(fields.includes("statuses") && statuses ? [`status=${statuses.join(",")}`] : []),
    ...(isScoped ? (narrowed.length > 0 ? narrowed : [`no ${wider.join(" and no ")}`]) : []),
  ].join(" ");
}
