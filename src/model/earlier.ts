import type { ExportManifest } from "#model/export.ts";
import { verdictOf } from "#model/explanation.ts";
import type { Explanation, Verdict } from "#model/explanation.ts";
import type { EvidenceFile } from "#model/report.ts";

/** What a step left behind. */
interface Result {
  readonly exports?: readonly ExportManifest[];
  readonly explanation?: Explanation;
  readonly reconciliation?: string;
  readonly judged?: boolean;
}

/** What steps left behind, by step id, in the order they were done. */
type Left = Readonly<Record<string, Result>>;

/** The last export of each dataset that was collected. */
export function collectedIn(outcomes: Left): ExportManifest[] {
  const all = Object.values(outcomes).flatMap((outcome) => outcome.exports ?? []);
  return [...new Map(all.map((manifest) => [manifest.dataset, manifest])).values()];
}

/** The last comparison that was made, if any. */
export function comparedIn(outcomes: Left): Explanation | null {
  return Object.values(outcomes).findLast((outcome) => outcome.explanation)?.explanation ?? null;
}

const worst: readonly Verdict[] = ["match", "no_data", "explained", "unexplained"];

/** A comparison that was made, and the reconciliation it explains. */
export interface Compared {
  readonly reconciliation: string;
  readonly explanation: Explanation;
}

/** Every reconciliation as it was compared last; the worst of them, which says what a run comes to, before the others. */
export function comparisonsIn(results: readonly Result[]): Compared[] {
  const last = new Map<string, Compared>();
  for (const { reconciliation = "", explanation } of results) {
    if (explanation) last.set(reconciliation, { reconciliation, explanation });
  }
  const all = [...last.values()];
  const badness = ({ explanation }: Compared): number => worst.indexOf(verdictOf(explanation));
  const most = Math.max(...all.map(badness));
  const deciding = all.findLast((one) => badness(one) === most);
  return deciding ? [deciding, ...all.filter((one) => one !== deciding)] : [];
}

/** The comparison that says what a run comes to: the worst of its reconciliations, each as it was compared last. */
export function decidingIn(results: readonly Result[]): Explanation | null {
  return comparisonsIn(results)[0]?.explanation ?? null;
}

/** The comparisons that do not say what the run comes to, each reconciliation as it was compared last. */
export function besidesIn(results: readonly Result[]): Explanation[] {
  return comparisonsIn(results)
    .slice(1)
    .map(({ explanation }) => explanation);
}

/** What a run comes to; one that compares nothing is judged by whether its checks found something, null where nothing was looked at. */
export function verdictIn(
  results: readonly (Result & { readonly status: string })[],
): Verdict | null {
  const deciding = decidingIn(results);
  if (deciding) return verdictOf(deciding);
  const judging = results.filter(({ judged }) => judged);
  const isSilent = !results.some(({ exports = [] }) => exports.some(({ rows }) => rows > 0));
  if (isSilent || judging.length === 0) return null;
  return judging.some(({ status }) => status === "attention") ? "unexplained" : "match";
}

/** The files of an export as evidence; records are told of one that is whole in one file. */
export function filesOf({ parts, rows }: ExportManifest): EvidenceFile[] {
  return parts.map(({ file, original, bytes, sha256 }) => {
    const counted = parts.length === 1 ? rows : null;
    return { kind: "export", file, title: original, sha256, bytes, rows: counted };
  });
}
