import { displayScope, scopeFields } from "#model/filter-context.ts";
import type { Scope } from "#model/filter-context.ts";
import type { Finding } from "#model/outcome.ts";
import { cardsOf } from "#reconcile/cards/card.ts";
import type { Card, ExportedCard } from "#reconcile/cards/card.ts";
import { askedAs, differingFields } from "#reconcile/cards/fields.ts";
import type { AskedOfCard, CardField } from "#reconcile/cards/fields.ts";
import { onlyWorkspaceOf } from "#reconcile/cards/only-workspace.ts";
import { assertCount, rivalCards } from "#reconcile/cards/refusals.ts";
import type { ReconcileInput } from "#reconcile/reconciliation.ts";

export interface CardSearch {
  readonly metric: string;
  readonly asked: AskedOfCard;
  /** Scopes whose card may be compared, the best first; the one asked for unless given. */
  readonly scopes?: readonly Scope[];
  /** No card of other statuses is compared. */
  readonly strictStatuses?: boolean;
}

export interface CardChoice {
  /** Null where no card is of the context asked for. */
  readonly card: Card | null;
  readonly findings: readonly Finding[];
  /** Without a card: at most three that come nearest, as one would ask for them. */
  readonly nearest: readonly string[];
}

const mostNearest = 3;

/**
 * The row of the cards export for the metric, the window and the first of the scopes that has one: of several the one
 * nearest to the context asked for, then the last captured. Two as good that differ are refused.
 */
export async function chosenCard(input: ReconcileInput, search: CardSearch): Promise<CardChoice> {
  const { cards } = input.tables;
  const { metric, asked, scopes = [asked] } = search;
  // No card says which cost models it counts, so none is like what was asked for.
  const isComparable = input.context.cost_model === null;
  const rows = cards && isComparable ? await cardsOf(input, cards, metric) : [];
  const inWindow = rows.filter((card) => {
    const fields = reasonsAgainst(card, search);
    return !fields.includes("window") && !fields.includes("statuses");
  });
  let workspace: string | null | undefined;
  for (const scope of scopes) {
    const card = bestOf(inWindow, scope, search);
    if (card) return { card, findings: undated(card, metric), nearest: [] };
    if (workspace === undefined) workspace = await onlyWorkspaceOf(input);
    if (workspace === null || scope.workspace !== null) continue;
    const own = bestOf(inWindow, { ...scope, workspace }, search);
    if (!own) continue;
    const findings = [...undated(own, metric), understood(metric, workspace, scope)];
    return { card: { ...own, scope: scopeOf(scope) }, findings, nearest: [] };
  }
  return { card: null, findings: [], nearest: nearestOf(rows, search) };
}

/** The fields in which a card differs so that it is not the one asked for. */
function reasonsAgainst(card: Card, { asked, strictStatuses = false }: CardSearch): CardField[] {
  return differingFields(card, asked).filter((field) => {
    if (field === "statuses") return strictStatuses;
    return field !== "timezone" && field !== "currency";
  });
}

function bestOf(
  cards: readonly ExportedCard[],
  scope: Scope,
  search: CardSearch,
): ExportedCard | null {
  const ranked = cards
    .filter((card) => displayScope(card.scope) === displayScope(scope))
    .map((card) => ({ card, rank: rankOf(card, search.asked) }))
    .sort((left, right) => left.rank - right.rank);
  const [best, ...others] = ranked;
  if (!best) return null;
  const rival = others.some(
    ({ card, rank }) =>
      rank === best.rank && card.capturedAt === best.card.capturedAt && isOther(card, best.card),
  );
  if (rival) throw rivalCards(search, scope);
  assertCount(best.card, search);
  return best.card;
}

/** What a comparison can mend least weighs most: another currency, a window not said, other statuses, another zone. */
function rankOf(card: ExportedCard, asked: AskedOfCard): number {
  const fields = differingFields(card, asked);
  const weight = (differs: boolean, power: number): number => (differs ? 2 ** power : 0);
  return (
    weight(fields.includes("currency"), 3) +
    weight(!isDated(card), 2) +
    weight(fields.includes("statuses"), 1) +
    weight(fields.includes("timezone"), 0)
  );
}

function isOther(left: Card, right: Card): boolean {
  const told = ({ value, timezone, statuses }: Card): string =>
    JSON.stringify([value, timezone, statuses]);
  return told(left) !== told(right);
}

function isDated({ from, to }: Card): boolean {
  return from !== null && to !== null;
}

function nearestOf(cards: readonly ExportedCard[], search: CardSearch): string[] {
  const ranked = cards
    .map((card) => ({ card, fields: reasonsAgainst(card, search) }))
    .sort((left, right) => left.fields.length - right.fields.length);
  const ways = ranked.map(({ card, fields }) => askedAs(card, search.asked, fields));
  return [...new Set(ways)].slice(0, mostNearest);
}

function scopeOf(scope: Scope): Scope {
  return Object.fromEntries(scopeFields.map((field) => [field, scope[field]])) as unknown as Scope;
}

function undated(card: Card, metric: string): Finding[] {
  if (isDated(card)) return [];
  const message = `The ${metric} card does not say its window; it is taken for the one asked for.`;
  return [{ id: "not_available_card_window", severity: "warn", message, rows: 1 }];
}

function understood(metric: string, workspace: string, scope: Scope): Finding {
  const message = `The ${metric} card is of workspace ${workspace}, the only one there is, so it is taken for the card of scope ${displayScope(scope)}.`;
  return { id: "card_of_only_workspace", severity: "info", message, rows: 1 };
}
