import { UsageError } from "#errors.ts";
import type { CardTab } from "#model/card.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { scopeFields } from "#model/filter-context.ts";
import { Decimal } from "#model/money.ts";
import type { Finding } from "#model/outcome.ts";
import { displayWindow } from "#model/window.ts";
import type { ReconcileInput } from "#reconcile/reconciliation.ts";
import { identifier, literal, rowsOf } from "#reconcile/sql.ts";

/** What the card of a tab shows; null where there is none to compare with. */
export interface TabCard {
  /** Exact decimal. */
  readonly value: string | null;
  readonly findings: readonly Finding[];
}

type CardRow = Readonly<Record<string, string | null>>;

/** The card a person gives, else the row of the cards export with the tab's name for the context asked for, the last captured of several. */
export async function tabCardOf(input: ReconcileInput, tab: CardTab): Promise<TabCard> {
  const { card, context } = input;
  if (card.value !== null) return { value: wholeNumber(card.value), findings: [] };
  const rows = await rowsOfTab(input, tab);
  const [row, ...more] = rows.filter((each) => differences(each, context).length === 0);
  if (row) {
    assertOnlyOne(row, more, tab);
    return { value: row["value"] ?? null, findings: findingsOf(row, tab, context) };
  }
  const [other] = rows;
  return { value: null, findings: [other ? anotherCard(other, tab, context) : noCard(tab)] };
}

function wholeNumber(value: string): string {
  if (new Decimal(value).isInteger()) return value;
  throw new UsageError(`card=${value} is not a count; write it as a whole number like card=41.`, [
    "card",
  ]);
}

/** Without a later capture to choose by, two values of one card are refused rather than one taken by chance. */
function assertOnlyOne(row: CardRow, more: readonly CardRow[], tab: CardTab): void {
  const isRival = (other: CardRow): boolean =>
    ["window_start", "timezone", "statuses", "captured_at"].every(
      (column) => other[column] === row[column],
    ) && other["value"] !== row["value"];
  if (!more.some(isRival)) return;
  throw new UsageError(
    `The cards export has two ${tab} cards of this window and scope that differ and no later captured_at to choose by; remove the outdated one, or give the value as card=41 (--card 41).`,
    ["card"],
  );
}

/** The best first: one that says its window, in the reporting timezone, with its statuses where any were asked for, captured last. */
async function rowsOfTab(
  { connection, tables, context }: ReconcileInput,
  tab: CardTab,
): Promise<CardRow[]> {
  if (!tables.cards) return [];
  const rows = await rowsOf(
    connection,
    `SELECT CAST(value AS VARCHAR) AS value, window_start, window_end, timezone, statuses, workspace_id, campaign_id,
      link_id, program_id, partner_id, CAST(captured_at AS VARCHAR) AS captured_at
    FROM ${identifier(tables.cards.table)} AS cards WHERE lower(metric) = '${tab}'
    ORDER BY window_start IS NULL, lower(timezone) IS DISTINCT FROM ${literal(context.timezone.toLowerCase())},
      statuses IS ${context.statuses === null ? "NOT NULL" : "NULL"},
      cards.captured_at DESC NULLS LAST`,
  );
  return rows as CardRow[];
}

/** The fields in which a card is of another context, as one would ask for them; what it does not say is not held against it. */
function differences(row: CardRow, context: FilterContext): string[] {
  const scope = scopeFields.flatMap((field) => {
    // An empty column means that the card is not narrowed by it.
    const theirs = row[`${field}_id`] ?? null;
    return theirs === context[field] ? [] : [`${field}=${theirs ?? "all"}`];
  });
  const from = row["window_start"] ?? context.from;
  const to = row["window_end"] ?? context.to;
  const isSameWindow = from === context.from && to === context.to;
  const statuses = row["statuses"] ?? null;
  // Who asks for no status may be the one who does not know that the card hides some: compared, and said.
  const isSameStatuses =
    statuses === null ||
    context.statuses === null ||
    listed(statuses) === listed(context.statuses.join());
  return [
    ...(isSameWindow ? [] : [`window=${displayWindow({ ...context, from, to })}`]),
    ...(isSameStatuses ? [] : [`status=${listed(statuses)}`]),
    ...scope,
  ];
}

/** Statuses one way, however a card separates them. */
function listed(statuses: string): string {
  const words = statuses.toLowerCase().split(/[^a-z0-9_-]+/);
  return [...new Set(words.filter((word) => word !== ""))].sort().join(",");
}

function findingsOf(row: CardRow, tab: CardTab, context: FilterContext): Finding[] {
  const { timezone } = context;
  const statuses = listed(row["statuses"] ?? "all");
  const theirs = row["timezone"] ?? timezone;
  const isSaid = row["window_start"] !== null && row["window_end"] !== null;
  return [
    ...(isSaid
      ? []
      : [
          warning(
            "not_available_card_window",
            `The ${tab} card does not say its window; it is taken for the one asked for.`,
          ),
        ]),
    ...(theirs.toLowerCase() === timezone.toLowerCase()
      ? []
      : [
          warning(
            "context_differs",
            `The ${tab} card reads its days in ${theirs}, this comparison in ${timezone}; ask with timezone=${theirs}.`,
          ),
        ]),
    ...(statuses === "all" || context.statuses !== null
      ? []
      : [
          warning(
            "context_differs",
            `The ${tab} card is filtered by status (${statuses}), and no status was asked for; ask with status=${statuses} to see which events that hides.`,
          ),
        ]),
  ];
}

function anotherCard(row: CardRow, tab: CardTab, context: FilterContext): Finding {
  return warning(
    "card_of_other_context",
    `The cards export has a ${tab} card for ${differences(row, context).join(" ")} only, so no card is compared; ask for the same, or give the value as card=41 (--card 41).`,
  );
}

function noCard(tab: CardTab): Finding {
  const message = `There is no ${tab} card to compare with, so what the filters leave is taken for it; give its value as card=41 (--card 41) to compare.`;
  return { id: "no_card", severity: "info", message, rows: 0 };
}

function warning(id: string, message: string): Finding {
  return { id, severity: "warn", message, rows: 1 };
}
