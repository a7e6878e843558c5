import type { DuckDBConnection } from "@duckdb/node-api";

import type { CardMetric } from "#model/card.ts";
import type { Hypothesis } from "#model/explanation.ts";
import type { FilterContext, Scope } from "#model/filter-context.ts";
import type { Finding } from "#model/outcome.ts";
import type { IngestedTable } from "#reconcile/reconciliation.ts";

/** The fields of a context that the search changes, in the order they are told (design section 7). */
export const readingFields = [
  "scope",
  "statuses",
  "timezone",
  "currency",
  "duplicates",
  "late_records",
] as const;
export type ReadingField = (typeof readingFields)[number];

/** What a card says of itself that the search can use; null where it does not say. */
export interface CardFacts {
  readonly timezone: string | null;
  /** ISO 8601: an instant, or a calendar date. */
  readonly capturedAt: string | null;
}

/** A value to be explained by counting the same conversions in another context. */
export interface ContextSearch {
  readonly connection: DuckDBConnection;
  readonly conversions: IngestedTable;
  readonly rates: string | null;
  /** The context asked for; no statuses stand for approved. */
  readonly context: FilterContext;
  readonly sourceTimezone: string;
  readonly metric: CardMetric;
  /** The card's value, exact decimal. */
  readonly target: string;
  readonly card: CardFacts;
}

/** One way of counting conversions. */
export interface Reading {
  readonly scope: Scope;
  readonly statuses: readonly string[];
  readonly timezone: string;
  readonly currency: "converted" | "par";
  readonly duplicates: "every" | "once";
  readonly late_records: "included" | "excluded";
}

export interface ContextsFound {
  /** What counts in the context asked for. */
  readonly counted: { readonly amount: string; readonly rows: number };
  /** Fewest changed fields first, at most ten; none when the context asked for gives the value already. */
  readonly hypotheses: readonly Hypothesis[];
  /** Several that fit equally well, and what could not be tried. */
  readonly findings: readonly Finding[];
  /** The context asked for, then each change of the first hypothesis added to those before it. */
  readonly readings: readonly Reading[];
}
