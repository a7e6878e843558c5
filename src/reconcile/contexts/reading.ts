import type { DuckDBConnection } from "@duckdb/node-api";

import type { CardMetric } from "#model/card.ts";
import type { Hypothesis } from "#model/explanation.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { Finding } from "#model/outcome.ts";
import type { IngestedTable } from "#reconcile/reconciliation.ts";

/** The fields of a context that the search changes, in the order they are told (docs/reconciliations.md). */
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

/** One way of counting the conversions; scope and zone by their place among the options, which begin with those asked for. */
export interface Reading {
  readonly scope: number;
  /** Sorted. */
  readonly statuses: readonly string[];
  readonly zone: number;
  /** Foreign amounts taken as they stand. */
  readonly par: boolean;
  /** Repeated orders of one partner counted once. */
  readonly once: boolean;
  /** Without what was recorded after the card was captured. */
  readonly late: boolean;
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

/** The fields in which two readings differ, in the order they are told. */
export function changedFields(from: Reading, to: Reading): ReadingField[] {
  return readingFields.filter((field) => settingOf(from, field) !== settingOf(to, field));
}

/** A reading's setting of a field, comparable. */
export function settingOf(reading: Reading, field: ReadingField): string {
  switch (field) {
    case "scope":
      return String(reading.scope);
    case "statuses":
      return reading.statuses.join(",");
    case "timezone":
      return String(reading.zone);
    case "currency":
      return String(reading.par);
    case "duplicates":
      return String(reading.once);
    case "late_records":
      return String(reading.late);
  }
}

/** The first reading with one field set as in the second. */
function withField(from: Reading, to: Reading, field: ReadingField): Reading {
  switch (field) {
    case "scope":
      return { ...from, scope: to.scope };
    case "statuses":
      return { ...from, statuses: to.statuses };
    case "timezone":
      return { ...from, zone: to.zone };
    case "currency":
      return { ...from, par: to.par };
    case "duplicates":
      return { ...from, once: to.once };
    case "late_records":
      return { ...from, late: to.late };
  }
}

/** The readings from one to the other, one change added at a time. */
export function stepsBetween(from: Reading, to: Reading): Reading[] {
  const steps = [from];
  for (const field of changedFields(from, to)) {
    steps.push(withField(steps.at(-1) ?? from, to, field));
  }
  return steps;
}
