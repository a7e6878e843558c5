import { readFile } from "node:fs/promises";

import type { Comparison, Documents } from "#evidence/package/documents.ts";
import { gapChart, gapSheet } from "#evidence/package/gap-files.ts";
import type { ItemFiles } from "#evidence/package/item-files.ts";
import type { PackageManifest } from "#evidence/package/manifest.ts";
import { measured } from "#evidence/package/zip-writer.ts";
import type { Measured } from "#evidence/package/zip-writer.ts";
import { page } from "#evidence/page/page.ts";
import type { RunRecord } from "#evidence/run-record.ts";

/** What a manifest says before its files are listed, and the root that answers for them. */
export type ManifestHead = Omit<PackageManifest, "files" | "root">;

/** A run as its package tells of it: what is stored, and what its documents say. */
export type ToldRun = RunRecord & Documents;

/** A comparison with its picture. */
export interface DrawnGap extends Omit<Comparison, "chart"> {
  readonly chart: Buffer;
}

/** Every file of a package after the manifest, in order: the page first, then what was made of the ledger, then its own files. */
export async function packageFiles(
  head: ManifestHead,
  run: ToldRun,
  { files }: ItemFiles,
): Promise<Measured[]> {
  const { comparisons, transcript, sign_offs: signOffs, changes } = run;
  const gaps: DrawnGap[] = [];
  for (const one of comparisons) gaps.push({ ...one, chart: await chartOf(one, files) });
  const kept = [...files.values()].flatMap(({ packed }) => (packed ? [packed] : []));
  const made: (readonly [name: string, data: string | Buffer])[] = [
    ["index.html", page(head, run, { gaps, files: kept })],
    ["transcript.json", json(transcript)],
    ["approvals.json", json(signOffs)],
    ["config-changes.json", json(changes)],
    ...gaps.flatMap(({ reconciliation, explanation, chart }) => {
      const folder = `gap/${reconciliation}`;
      return [
        [`${folder}/explanation.json`, json(explanation)],
        [`${folder}/explanation.csv`, gapSheet(explanation)],
        [`${folder}/chart.png`, chart],
      ] as const;
    }),
  ];
  const measuredFiles: Measured[] = [];
  for (const [name, data] of made) {
    const bytes = typeof data === "string" ? Buffer.from(data) : data;
    measuredFiles.push(await measured(name, { data: bytes }));
  }
  return [...measuredFiles, ...kept];
}

/** The chart the run kept of a comparison, or one drawn now. */
async function chartOf(comparison: Comparison, files: ItemFiles["files"]): Promise<Buffer> {
  const content = files.get(comparison.chart ?? "")?.packed?.content;
  if (content && "path" in content) return readFile(content.path);
  return gapChart(comparison);
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
