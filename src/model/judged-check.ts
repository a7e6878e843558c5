import type { CheckResult } from "#model/check-result.ts";
import type { Period } from "#model/period.ts";

/** An export that a judgement rests on. */
export interface JudgedExport {
  /** Its name in the artifact store. */
  readonly name: string;
  readonly sha256: string;
  readonly rows: number;
}

/** What a check concluded of a source or one program of it, with all that a digest tells. */
export interface JudgedCheck extends CheckResult {
  readonly check: string;
  readonly title: string;
  readonly source: string;
  /** Null for the source as a whole. */
  readonly program: string | null;
  readonly period: Period;
  readonly currency: string;
  /** The runbook that follows. */
  readonly runbook: string;
  /** Who looks after it, a Slack user id; null where the configuration names nobody. */
  readonly owner: string | null;
  readonly exports: readonly JudgedExport[];
}
