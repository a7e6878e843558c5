import type { Drawing } from "#model/drawing.ts";
import type { Outcome } from "#model/outcome.ts";

/** A row of a measure: every value as text, decimals exact. */
export type CheckRow = Readonly<Record<string, string | null>>;

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
  /** What the points of the trend are called, where they are not the windows: the months of a budget. */
  readonly points?: readonly string[];
  /** What a person would draw of it. */
  readonly drawing?: Drawing;
}
