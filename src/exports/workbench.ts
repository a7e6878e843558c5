import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";
import type { DuckDBConnection } from "@duckdb/node-api";

import type { ArtifactStore } from "#exports/artifacts.ts";
import type { UnderWay } from "#exports/capture.ts";
import { ingest, stillWhole } from "#exports/ingest.ts";
import type { Ingested } from "#exports/ingest.ts";
import { scratchIn } from "#exports/text-part.ts";
import type { Capture, ExportManifest } from "#model/export.ts";
import { literal } from "#reconcile/sql.ts";
import type { Layout } from "#source.ts";

export interface WorkbenchSettings {
  /** Where it may spill and write scratch files; it makes its own folder inside and removes it. */
  readonly folder: string;
  readonly artifacts: ArtifactStore;
  /** Memory of the engine, 900 MB unless given; more work than that spills to the folder. */
  readonly memory?: string;
  readonly threads?: number;
}

/** One engine for one run: exports are read into its tables once and compared there. */
export interface Workbench {
  readonly connection: DuckDBConnection;
  /** A fresh path in the folder it may read and write; removed when it is closed. */
  readonly scratch: () => string;
  /** Reads an export into a table, once however often it is asked, and writes its manifest beside it. */
  ingest(capture: Capture | UnderWay, layout: Layout): Promise<Ingested>;
  /** The table of an export that was read before; where that was at another workbench, its bytes are checked and read again. */
  ingestAgain(manifest: ExportManifest): Promise<Ingested>;
  close(): Promise<void>;
}

/** Opens an engine that reads the artifact store and its own scratch folder, and nothing else. */
export async function openWorkbench(settings: WorkbenchSettings): Promise<Workbench> {
  const parent = resolve(settings.folder);
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, "workbench-"));
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: settings.memory ?? "900MB",
    temp_directory: folder,
    autoinstall_known_extensions: "false",
    allow_community_extensions: "false",
    // Order costs a quarter of the load; where it matters, records carry their line.
    preserve_insertion_order: "false",
    // What is freed goes back to the system at once, so that the limit is nearly what the process takes.
    allocator_flush_threshold: "16MB",
    allocator_background_threads: "true",
    ...(settings.threads === undefined ? {} : { threads: String(settings.threads) }),
  });
  const connection = await instance.connect();
  const folders = [folder, ...settings.artifacts.folders].map(literal).join(", ");
  await connection.run(`
    SET TimeZone = 'UTC';
    SET allowed_directories = [${folders}];
    SET enable_external_access = false;
    SET lock_configuration = true;`);
  const scratch = scratchIn(folder);
  const ingested = new Map<string, Promise<Ingested>>();
  const tables = new Set<string>();

  function read({ named: capture, whole }: UnderWay, layout: Layout): Promise<Ingested> {
    let table: string = capture.dataset;
    for (let count = 2; tables.has(table); count += 1) table = `${capture.dataset}_${count}`;
    tables.add(table);
    const { artifacts } = settings;
    const reading = ingest({ connection, artifacts, scratch, capture, whole, layout, table });
    ingested.set(capture.name, reading);
    // One that failed or was interrupted can be asked for again.
    reading.catch(() => {
      ingested.delete(capture.name);
      tables.delete(table);
    });
    return reading;
  }

  return {
    connection,
    scratch,
    ingest(capture, layout) {
      const underWay =
        "whole" in capture ? capture : { named: capture, whole: () => Promise.resolve(capture) };
      return ingested.get(underWay.named.name) ?? read(underWay, layout);
    },
    ingestAgain(manifest) {
      const known = ingested.get(manifest.name);
      if (known) return known;
      const whole = () => stillWhole(settings.artifacts, manifest);
      return read({ named: manifest, whole }, manifest.layout);
    },
    async close() {
      await Promise.allSettled(ingested.values());
      connection.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Removes what killed processes left of their workbenches: all of it, or what was last written before an instant in
 * milliseconds where others may be at work. To be called once at start, before any is opened.
 */
export async function sweepWorkbenches(folder: string, before = Infinity): Promise<void> {
  const parent = resolve(folder);
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    // Another process may close its workbench, or sweep it, while we look.
    const found = await stat(path).catch(() => null);
    if (found && found.mtimeMs < before) await rm(path, { recursive: true, force: true });
  }
}
