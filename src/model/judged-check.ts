import type { CheckResult } from "#model/check-result.ts";
import type { Period } from "#model/period.ts";
import type { EvidenceFile } from "#model/report.ts";

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
  /** Its pictures and its rows as a sheet, where they were kept for people to open. */
  readonly files?: readonly EvidenceFile[];
}

/** What is wrong when it is wrong, as a heading: a check's id is a noun in the failing state. */
export function titleOf({ check }: Pick<JudgedCheck, "check">): string {
  const words = check
    .replaceAll("-", " ")
    .replace(/\b(?:api|mfa)\b/g, (name) => name.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}
