import type { z } from "zod";

import type { Dataset } from "#model/datasets.ts";
import type { CheckResult, CheckRow } from "#model/check-result.ts";
import type { Explanation } from "#model/explanation.ts";
import type { Period } from "#model/period.ts";

export type { CheckResult, CheckRow } from "#model/check-result.ts";

export const checkCadences = ["daily", "weekly", "monthly", "always"] as const;
export type CheckCadence = (typeof checkCadences)[number];

/** What was measured for a check, over the gathered exports and nothing else. */
export interface Measured {
  readonly rows: readonly CheckRow[];
  /** The closed window that is judged. */
  readonly period: Period;
  /** The reporting currency. */
  readonly currency: string;
  /** What the reconciliation found, of a check that names one. */
  readonly explanation?: Explanation;
}

/** A pure judgement over gathered exports; the file name is the id, a noun in the failing state. */
export interface Check<Settings = unknown> {
  /** What is true when all is well. */
  readonly title: string;
  readonly why: string;
  readonly cadence: CheckCadence;
  /** Datasets it cannot do without, each with the optional columns it cannot do without. */
  readonly needs: Readonly<Partial<Record<Dataset, readonly string[]>>>;
  /** Datasets it looks at where the source exports them. */
  readonly uses?: readonly Dataset[];
  /**
   * Of these every record has its `value`: the amount in the reporting currency, exact. Where there is no `amount`, each
   * sum of money has its own: `budget_value`.
   */
  readonly money?: readonly Dataset[];
  /** How many windows before the judged one it looks at. */
  readonly looksBack?: number;
  /** How many seconds its SELECT may take, where they are to be few. */
  readonly seconds?: number;
  /** The runbook to run next. */
  readonly runbook: string;
  /** What a configuration may set for it, each with its default. */
  readonly settings: z.ZodType<Settings>;
  /** One SELECT over the datasets it names (see the README beside), or the reconciliation that measures it. */
  measure(settings: Settings, measuring: Measuring): string | ByReconciliation;
  /** Same rows, same result. */
  judge(measured: Measured, settings: Settings): CheckResult;
}

/** Measured by a reconciliation. */
export interface ByReconciliation {
  readonly reconciliation: string;
  /** The days it compares, where they are others than those judged. */
  readonly over?: Pick<Period, "from" | "to">;
  /** One SELECT besides. */
  readonly select?: string;
  /** Compared only where that gives a row; without one there is no explanation. */
  readonly needsRows?: boolean;
}

/** What a measure may depend on. */
export interface Measuring {
  readonly period: Period;
  /** The datasets that the source exports. */
  readonly datasets: readonly Dataset[];
  /** The optional columns there are, by dataset. */
  readonly columns: Readonly<Partial<Record<Dataset, readonly string[]>>>;
}

export function defineCheck<Settings>(check: Check<Settings>): Check<Settings> {
  return check;
}
