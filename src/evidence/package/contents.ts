import { readFile } from "node:fs/promises";

import { gapChart, gapSheet } from "#evidence/package/gap-files.ts";
import type { ItemFiles } from "#evidence/package/item-files.ts";
import type { PackageManifest } from "#evidence/package/manifest.ts";
import { measured } from "#evidence/package/zip-writer.ts";
import type { Measured } from "#evidence/package/zip-writer.ts";
import { page } from "#evidence/page/page.ts";
import type { RunRecord } from "#evidence/run-record.ts";
import { isApproval } from "#model/evidence-item.ts";

/** What a manifest says before its files are listed, and the root that answers for them. */
export type ManifestHead = Omit<PackageManifest, "files" | "root">;

/** Every file of a package after the manifest, in order: the page first, then what was made of the ledger, then its own files. */
export async function packageFiles(
  head: ManifestHead,
  record: RunRecord,
  { files }: ItemFiles,
): Promise<Measured[]> {
  const { explanation, transcript } = record;
  const chart = explanation && (await chartOf(record, files));
  const kept = [...files.values()].flatMap(({ packed }) => (packed ? [packed] : []));
  const made: (readonly [name: string, data: string | Buffer])[] = [
    ["index.html", page(head, record, { chart, files: kept })],
    ["transcript.json", json(transcript)],
    ["approvals.json", json(head.items.filter(isApproval))],
    ["config-changes.json", json(head.items.filter(({ kind }) => kind === "config_changes"))],
  ];
  if (explanation && chart) {
    made.push(["gap/explanation.json", json(explanation)]);
    made.push(["gap/explanation.csv", gapSheet(explanation)]);
    made.push(["gap/chart.png", chart]);
  }
  const measuredFiles: Measured[] = [];
  for (const [name, data] of made) {
    const bytes = typeof data === "string" ? Buffer.from(data) : data;
    measuredFiles.push(await measured(name, { data: bytes }));
  }
  return [...measuredFiles, ...kept];
}

/** The chart the run kept of its explanation, or one drawn now. */
async function chartOf(record: RunRecord, files: ItemFiles["files"]): Promise<Buffer | null> {
  const { explanation, chart } = record;
  const content = files.get(chart ?? "")?.packed?.content;
  if (content && "path" in content) return readFile(content.path);
  return explanation && gapChart(explanation, record);
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
