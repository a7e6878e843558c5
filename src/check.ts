import type { Dataset } from "#model/datasets.ts";
import type { Outcome } from "#model/outcome.ts";

export type Cadence = "daily" | "weekly" | "monthly" | "always";

/** What a check concluded, with its number, what was expected of it, and the money at stake in the reporting currency. */
export interface CheckResult {
  readonly outcome: Outcome;
  /** One sentence with the numbers in it. */
  readonly text: string;
  readonly metric: number | null;
  readonly expected: { readonly from: number | null; readonly to: number | null };
  /** Exact decimal in the reporting currency. */
  readonly atRisk: string;
  readonly rows: readonly Readonly<Record<string, string | null>>[];
}

/** A pure judgement over gathered exports; the file name is the id, a noun in the failing state. */
export interface Check {
  /** What is true when all is well. */
  readonly title: string;
  readonly why: string;
  readonly cadence: Cadence;
  readonly needs: readonly Dataset[];
  /** The runbook to run next. */
  readonly runbook: string;
  /** Rows of each dataset it needs, canonical columns as text; same rows, same result. */
  judge(
    rows: Readonly<Record<string, readonly Readonly<Record<string, string | null>>[]>>,
  ): CheckResult;
}

export function defineCheck(check: Check): Check {
  return check;
}
