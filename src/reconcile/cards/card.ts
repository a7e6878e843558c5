import type { Scope } from "#model/filter-context.ts";
import { scopeFields } from "#model/filter-context.ts";
import type { IngestedTable, ReconcileInput } from "#reconcile/reconciliation.ts";
import { identifier, literal, rowsOf } from "#reconcile/sql.ts";

/** A dashboard's card as its source shows it; null where it does not say. */
export interface Card {
  /** Exact decimal. */
  readonly value: string;
  /** An empty field means that the card is not narrowed by it; null where a person read the value off. */
  readonly scope: Scope | null;
  readonly from: string | null;
  readonly to: string | null;
  /** As the source writes it. */
  readonly timezone: string | null;
  readonly currency: string | null;
  /** Sorted, lower case; `all` where it says that none is left out. */
  readonly statuses: readonly string[] | null;
  readonly mode: string | null;
  /** ISO 8601: an instant, or a calendar date. */
  readonly capturedAt: string | null;
}

export type ExportedCard = Card & { readonly scope: Scope };

/** The card of which a person gives the value, and nothing else is known. */
export function givenCard(value: string): Card {
  return {
    value,
    scope: null,
    from: null,
    to: null,
    timezone: null,
    currency: null,
    statuses: null,
    mode: null,
    capturedAt: null,
  };
}

/** The rows of a metric in the cards export, whatever their context, the last captured first. */
export async function cardsOf(
  { connection }: ReconcileInput,
  { table }: IngestedTable,
  metric: string,
): Promise<ExportedCard[]> {
  const rows = await rowsOf(
    connection,
    `SELECT ${scopeFields.map((field) => `${field}_id`).join(", ")}, CAST(value AS VARCHAR) AS value,
      window_start, window_end, timezone, currency, statuses, mode,
      CASE WHEN captured_at_is_date THEN strftime(captured_at, '%Y-%m-%d')
        ELSE strftime(captured_at, '%Y-%m-%dT%H:%M:%S.%fZ') END AS captured
    FROM ${identifier(table)} AS cards WHERE lower(metric) = ${literal(metric)}
    ORDER BY cards.captured_at DESC NULLS LAST, window_start DESC, ${scopeFields.map((field) => `${field}_id`).join(", ")}, value`,
  );
  const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
  return rows.map((row) => ({
    value: String(row["value"]),
    scope: Object.fromEntries(
      scopeFields.map((field) => [field, text(row[`${field}_id`])]),
    ) as unknown as Scope,
    from: text(row["window_start"]),
    to: text(row["window_end"]),
    timezone: text(row["timezone"]),
    currency: text(row["currency"])?.toUpperCase() ?? null,
    statuses: listed(text(row["statuses"])),
    mode: text(row["mode"])?.toLowerCase() ?? null,
    capturedAt: text(row["captured"]),
  }));
}

/** Statuses one way, however a card separates and writes them. */
function listed(statuses: string | null): readonly string[] | null {
  const words = statuses?.toLowerCase().match(/[a-z0-9_-]+/g);
  return words ? [...new Set(words)].sort() : null;
}
