import type { ExportManifest } from "#model/export.ts";
import type { Explanation } from "#model/explanation.ts";
import type { EvidenceFile } from "#model/report.ts";

/** What steps left behind, by step id, in the order they were done. */
type Left = Readonly<
  Record<
    string,
    { readonly exports?: readonly ExportManifest[]; readonly explanation?: Explanation }
  >
>;

/** The last export of each dataset that was collected. */
export function collectedIn(outcomes: Left): ExportManifest[] {
  const all = Object.values(outcomes).flatMap((outcome) => outcome.exports ?? []);
  return [...new Map(all.map((manifest) => [manifest.dataset, manifest])).values()];
}

/** The last comparison that was made, if any. */
export function comparedIn(outcomes: Left): Explanation | null {
  return Object.values(outcomes).findLast((outcome) => outcome.explanation)?.explanation ?? null;
}

/** The files of an export as evidence; records are told of one that is whole in one file. */
export function filesOf({ parts, rows }: ExportManifest): EvidenceFile[] {
  return parts.map(({ file, original, bytes, sha256 }) => {
    const counted = parts.length === 1 ? rows : null;
    return { kind: "export", file, title: original, sha256, bytes, rows: counted };
  });
}
