import { UsageError } from "#errors.ts";
import type { CardMetric } from "#model/card.ts";
import { displayScope, scopeFields } from "#model/filter-context.ts";
import type { Scope } from "#model/filter-context.ts";
import { displayWindow } from "#model/window.ts";
import type { ReconcileInput } from "#reconcile/reconciliation.ts";
import { identifier, literal, rowsOf } from "#reconcile/sql.ts";

/** A card as its source shows it; null where it does not say, and everything but the value where a person read it off. */
export interface Card {
  /** Exact decimal. */
  readonly value: string;
  readonly scope: Scope | null;
  readonly isDated: boolean;
  readonly timezone: string | null;
  readonly currency: string | null;
  readonly statuses: string | null;
  readonly mode: string | null;
  readonly capturedAt: string | null;
}

const giveCard = "read the value off the dashboard and give it as card=12400.00 (--card 12400.00)";

/**
 * The card compared with: the value a person gives, which is then all that is known of it; else the row of the cards
 * export for the metric, the window and the first of these scopes that has one, the last captured of several.
 */
export async function cardOf(
  input: ReconcileInput,
  metric: CardMetric,
  scopes: readonly Scope[],
): Promise<Card> {
  const { card, tables, context } = input;
  if (card.value !== null) return { ...unsaid, value: card.value };
  if (!tables.cards) {
    throw new UsageError(
      `There is no cards export to compare with; collect cards, or ${giveCard}.`,
      ["card"],
    );
  }
  const found = await cardsOf(input, metric);
  for (const scope of scopes) {
    const [first, ...others] = found.filter(
      (row) => displayScope(row.scope) === displayScope(scope),
    );
    if (!first) continue;
    const rival = others.find(
      (row) =>
        row.isDated === first.isDated &&
        row.capturedAt === first.capturedAt &&
        JSON.stringify(row) !== JSON.stringify(first),
    );
    if (!rival) return first;
    throw new UsageError(
      `The cards export has two ${metric} cards for ${asked(input)} that differ and no later captured_at to choose by; remove the outdated one, or ${giveCard}.`,
      ["card"],
    );
  }
  const known = [...new Set(found.map(({ scope }) => displayScope(scope)))];
  const others =
    known.length === 0
      ? `export the card for them`
      : `it has one for scope ${known.slice(0, 5).join(", ")}: ask for that scope`;
  throw new UsageError(
    `The cards export has no ${metric} card for ${asked(input)} (window ${displayWindow(context)}); ${others}, or ${giveCard}.`,
    ["card"],
  );
}

const unsaid = {
  scope: null,
  isDated: true,
  timezone: null,
  currency: null,
  statuses: null,
  mode: null,
  capturedAt: null,
} satisfies Omit<Card, "value">;

function asked({ context }: ReconcileInput): string {
  return `scope ${displayScope(context)}`;
}

type ScopedCard = Card & { readonly scope: Scope };

/** The cards of a metric that do not say another window, the best first: one that says no window stands behind those that do. */
async function cardsOf(
  { connection, tables, context }: ReconcileInput,
  metric: CardMetric,
): Promise<ScopedCard[]> {
  if (!tables.cards) return [];
  const rows = await rowsOf(
    connection,
    `SELECT ${scopeFields.map((field) => `${field}_id`).join(", ")}, CAST(value AS VARCHAR) AS value,
      window_start IS NOT NULL AND window_end IS NOT NULL AS dated, timezone, currency, statuses, mode,
      CASE WHEN captured_at_is_date THEN strftime(captured_at, '%Y-%m-%d')
        ELSE strftime(captured_at, '%Y-%m-%dT%H:%M:%S.%fZ') END AS captured
    FROM ${identifier(tables.cards.table)}
    WHERE lower(metric) = ${literal(metric)}
      AND coalesce(window_start = DATE '${context.from}', true) AND coalesce(window_end = DATE '${context.to}', true)
    ORDER BY dated DESC, captured_at DESC NULLS LAST`,
  );
  const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
  return rows.map((row) => ({
    value: String(row["value"]),
    scope: Object.fromEntries(
      scopeFields.map((field) => [field, text(row[`${field}_id`])]),
    ) as unknown as Scope,
    isDated: row["dated"] === true,
    timezone: text(row["timezone"]),
    currency: text(row["currency"]),
    statuses: text(row["statuses"]),
    mode: text(row["mode"]),
    capturedAt: text(row["captured"]),
  }));
}
