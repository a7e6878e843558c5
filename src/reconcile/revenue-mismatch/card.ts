import { UsageError } from "#errors.ts";
import { displayScope, scopeFields } from "#model/filter-context.ts";
import { displayWindow, readTimezone } from "#model/window.ts";
import type { Finding } from "#model/outcome.ts";
import type { ReconcileInput } from "#reconcile/reconciliation.ts";
import { identifier, literal, rowsOf, timeText } from "#reconcile/sql.ts";

/** The dashboard's revenue, and what its card says of itself; null where it does not say. */
export interface RevenueCard {
  /** Exact decimal. */
  readonly value: string;
  /** The zone in which the dashboard reads its days. */
  readonly timezone: string | null;
  /** ISO 8601: an instant, or a calendar date. */
  readonly capturedAt: string | null;
  readonly findings: readonly Finding[];
}

interface CardRow {
  readonly value: string;
  readonly timezone: string | null;
  readonly currency: string | null;
  readonly statuses: string | null;
  readonly captured_at: string | null;
  readonly says_window: boolean;
}

const giveCard = "read the value off the dashboard and give it as card=12400.00 (--card 12400.00)";

/**
 * The card compared with: the value a person gives, which is then all that is known of it; else the row of the cards
 * export for the window and scope asked for, the last captured of several.
 */
export async function revenueCardOf(input: ReconcileInput): Promise<RevenueCard> {
  const { card, context } = input;
  if (card.value !== null) {
    return { value: card.value, timezone: null, capturedAt: null, findings: [] };
  }
  const rows = await matchingRows(input);
  const asked = `window ${displayWindow(context)}, scope ${displayScope(context)}`;
  const inCurrency = rows.filter(
    ({ currency }) => (currency ?? context.currency) === context.currency,
  );
  const [first] = inCurrency;
  if (!first) throw rows[0] ? anotherCurrency(rows[0], input) : noCardFor(input, asked);
  const rival = inCurrency.find(
    (row) =>
      row.says_window === first.says_window &&
      row.captured_at === first.captured_at &&
      (row.value !== first.value || row.timezone !== first.timezone),
  );
  if (rival) {
    throw new UsageError(
      `The cards export has two revenue cards for ${asked} that differ and no later captured_at to choose by; remove the outdated one, or ${giveCard}.`,
      ["card"],
    );
  }
  return {
    value: first.value,
    timezone: timezoneOf(first),
    capturedAt: first.captured_at,
    findings: findingsOf(first),
  };
}

/** Revenue cards that say the window and scope asked for, the best first; one that says no window stands behind those that do. */
async function matchingRows({ connection, tables, context }: ReconcileInput): Promise<CardRow[]> {
  if (!tables.cards) return [];
  const scope = scopeFields.map((field) => {
    const wanted = context[field];
    // An empty column means that the card is not narrowed by it.
    return `${field}_id IS NOT DISTINCT FROM ${wanted === null ? "NULL" : literal(wanted)}`;
  });
  const rows = await rowsOf(
    connection,
    `SELECT CAST(value AS VARCHAR) AS value, timezone, currency, statuses, ${timeText("cards.captured_at", "cards.captured_at_is_date")} AS captured_at,
      window_start IS NOT NULL AND window_end IS NOT NULL AS says_window
    FROM ${identifier(tables.cards.table)} AS cards
    WHERE lower(metric) = 'revenue' AND ${scope.join(" AND ")}
      AND coalesce(window_start = DATE '${context.from}', true) AND coalesce(window_end = DATE '${context.to}', true)
    ORDER BY says_window DESC, cards.captured_at DESC NULLS LAST`,
  );
  return rows as unknown as CardRow[];
}

function timezoneOf({ timezone }: CardRow): string | null {
  if (timezone === null) return null;
  try {
    return readTimezone(timezone);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`The timezone of the revenue card: ${error.message}`, error.fields);
  }
}

function noCardFor({ tables }: ReconcileInput, asked: string): UsageError {
  const missing = tables.cards
    ? `The cards export has no revenue card for ${asked}`
    : "There is no cards export to take the dashboard's revenue from";
  const other = tables.cards ? "export the card for them" : "have the source export cards";
  return new UsageError(`${missing}; ${other}, or ${giveCard}.`, ["card"]);
}

/** A total cannot be converted: only its records have days to take a rate from. */
function anotherCurrency({ currency }: CardRow, { context }: ReconcileInput): UsageError {
  return new UsageError(
    `The dashboard's revenue is in ${currency}, this comparison in ${context.currency}; ask with currency=${currency}, or export the card in ${context.currency}.`,
    ["currency"],
  );
}

function findingsOf({ statuses, says_window }: CardRow): Finding[] {
  const finding = (id: string, message: string): Finding => ({
    id,
    severity: "warn",
    message,
    rows: 1,
  });
  return [
    ...(says_window
      ? []
      : [
          finding(
            "not_available_card_window",
            "The revenue card does not say its window; it is taken for the one asked for.",
          ),
        ]),
    ...(statuses === null
      ? []
      : [
          finding(
            "context_differs",
            `The revenue card is filtered by status (${statuses}), while a dashboard's sale events count whatever their status; read it without that filter.`,
          ),
        ]),
  ];
}
