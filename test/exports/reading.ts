import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { DateTime } from "luxon";
import { onTestFinished } from "vitest";

import { capture } from "#exports/capture.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { findFilesFrom } from "#exports/find-files.ts";
import type { Ingested } from "#exports/ingest.ts";
import { openWorkbench } from "#exports/workbench.ts";
import type { Dataset } from "#model/datasets.ts";
import { rowsOf } from "#reconcile/sql.ts";
import type { AmountForm } from "#source.ts";
import files from "#sources/files.ts";
import { october } from "../reconcile/october.ts";

/** What runs and exports of the tests ask for. */
export const context = october;

export const at = DateTime.fromISO("2026-11-05T10:15:00.250Z");

/** A scratch folder that is gone after the test. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "countercheck-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Written {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly dataset?: Dataset;
  readonly timezone?: string;
  readonly columns?: Readonly<Record<string, string>>;
  readonly statuses?: Readonly<Record<string, string>>;
  readonly amounts?: AmountForm;
}

export interface Read extends Ingested {
  /** Where the export is kept, with its manifest. */
  readonly folder: string;
  readonly rows: Record<string, unknown>[];
}

/** Puts files in a folder, captures them as one export and reads it; rows are in the order of their id. */
export async function read(written: Written): Promise<Read> {
  const folder = await scratchFolder();
  const { dataset = "commissions", timezone = "UTC", columns, statuses, amounts } = written;
  for (const [name, content] of Object.entries(written.files)) {
    await mkdir(dirname(join(folder, "exports", name)), { recursive: true });
    await writeFile(join(folder, "exports", name), content);
  }
  const settings = files.settings.parse({
    path: "./exports",
    timezone,
    datasets: { [dataset]: { files: "**/*", columns, statuses, amounts } },
  });
  const artifacts = await openDiskArtifacts(join(folder, "artifacts"));
  const world = { find: findFilesFrom(folder), fetch, signal: AbortSignal.timeout(60_000) };
  const captured = await capture(
    { artifacts, source: world },
    { source: { id: "acme", kind: files, settings }, dataset, context, at },
  );
  const bench = await openWorkbench({ folder: join(folder, "work"), artifacts, threads: 1 });
  try {
    const ingested = await bench.ingest(captured, files.layout(dataset, settings));
    const rows = await rowsOf(bench.connection, `SELECT * FROM ${ingested.table} ORDER BY 1`);
    return { ...ingested, rows, folder: join(folder, "artifacts") };
  } finally {
    await bench.close();
  }
}

/** Lines joined as a file. */
export function lines(...text: string[]): string {
  return `${text.join("\n")}\n`;
}
