import type { z } from "zod";

import type { Dataset } from "#model/datasets.ts";
import type { Drawing } from "#model/drawing.ts";
import type { Explanation } from "#model/explanation.ts";
import type { Outcome } from "#model/outcome.ts";
import type { Period } from "#model/period.ts";

export const checkCadences = ["daily", "weekly", "monthly", "always"] as const;
export type CheckCadence = (typeof checkCadences)[number];

/** A row of a measure: every value as text, decimals exact. */
export type CheckRow = Readonly<Record<string, string | null>>;

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

/** What a check concluded: its number, what was expected of it, and the money at stake in the reporting currency. */
export interface CheckResult {
  readonly outcome: Outcome;
  /** One sentence with the numbers and the comparison in it. */
  readonly text: string;
  /** Null where nothing could be measured. */
  readonly metric: number | null;
  readonly unit?: string;
  /** Either end null where it is open. */
  readonly expected: { readonly from: number | null; readonly to: number | null };
  /** Exact decimal in the reporting currency. */
  readonly atRisk: string;
  /** The records or groups it rests on, worst first. */
  readonly rows: readonly CheckRow[];
  /** The metric over the windows before, oldest first, the judged one last. */
  readonly trend?: readonly number[];
  /** What a person would draw of it. */
  readonly drawing?: Drawing;
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
  /** Of these every record has its `value`: the amount in the reporting currency, exact. */
  readonly money?: readonly Dataset[];
  /** How many windows before the judged one it looks at. */
  readonly looksBack?: number;
  /** The runbook to run next. */
  readonly runbook: string;
  /** What a configuration may set for it, each with its default. */
  readonly settings: z.ZodType<Settings>;
  /** One SELECT over the datasets it names (see the README beside), or the reconciliation that measures it. */
  measure(settings: Settings, measuring: Measuring): string | { readonly reconciliation: string };
  /** Same rows, same result. */
  judge(measured: Measured, settings: Settings): CheckResult;
}

/** What a measure may depend on. */
export interface Measuring {
  /** The datasets that the source exports. */
  readonly datasets: readonly Dataset[];
  /** The optional columns there are, by dataset. */
  readonly columns: Readonly<Partial<Record<Dataset, readonly string[]>>>;
}

export function defineCheck<Settings>(check: Check<Settings>): Check<Settings> {
  return check;
}
