import { rm } from "node:fs/promises";

import type { DuckDBConnection } from "@duckdb/node-api";

import type { ArtifactStore } from "#exports/artifacts.ts";
import { ConfigError, UsageError } from "#errors.ts";
import { hash } from "#exports/copy-file.ts";
import {
  missingColumns,
  rejectedFinding,
  unfilteredExport,
  unmappedStatuses,
  unreadableExport,
} from "#exports/findings.ts";
import { manifestName } from "#exports/naming.ts";
import { loadRecords } from "#exports/records.ts";
import { tableSql, working } from "#exports/table-sql.ts";
import { openPart, withSpaces } from "#exports/text-part.ts";
import type { TextPart } from "#exports/text-part.ts";
import { definitionOf } from "#model/datasets.ts";
import type { Capture, ExportManifest, ExportPart, NamedCapture } from "#model/export.ts";
import { identifier, rowsOf } from "#reconcile/sql.ts";
import type { Layout } from "#source.ts";

/** An export that was read: its table, what reading it found, and the canonical columns it really has. */
export interface Ingested {
  readonly table: string;
  readonly manifest: ExportManifest;
  readonly available: readonly string[];
}

export interface IngestInput {
  readonly connection: DuckDBConnection;
  readonly artifacts: ArtifactStore;
  readonly capture: NamedCapture;
  /** Gives the same with the hashes of its files; called while the engine reads them. */
  readonly whole: () => Promise<Capture>;
  readonly layout: Layout;
  readonly table: string;
  /** A fresh path for a scratch file. */
  readonly scratch: () => string;
}

/**
 * Reads an export into a table with every canonical column of its dataset, and writes its manifest; also when it cannot
 * be read, a UsageError, so that nothing kept is without a word on what it is.
 */
export async function ingest(input: IngestInput): Promise<Ingested> {
  const { connection, artifacts, capture, layout, table } = input;
  const { dataset } = capture;
  const scratchFiles: string[] = [];
  const scratch = (): string => {
    scratchFiles.push(input.scratch());
    return scratchFiles.at(-1) ?? "";
  };
  const kept: { file: string; path: string }[] = [];
  for (const part of capture.parts) {
    const path = await artifacts.pathOf(part.file);
    kept.push({ file: part.original, path });
  }
  let hashing: Promise<Capture> | undefined;
  try {
    const parts: TextPart[] = [];
    for (const part of kept) {
      parts.push(await withSpaces(await openPart(part, { dataset, layout, scratch })));
    }
    const records = `records of ${table}`;
    hashing = input.whole();
    // It is awaited last; until then its failure is nobody's.
    hashing.catch(() => undefined);
    const leftOut = await loadRecords({
      connection,
      capture,
      layout,
      table: records,
      parts,
      scratch,
    });
    const makeTable = (canonicalStatuses: boolean): Promise<unknown> =>
      connection.run(
        `CREATE OR REPLACE VIEW ${identifier(table)} AS ${tableSql(records, parts, { dataset, layout, canonicalStatuses })}`,
      );
    await makeTable(false);
    const unmapped = await unmappedStatuses(connection, table, capture);
    if (!unmapped && Object.keys(layout.statuses).length === 0) await makeTable(true);
    const counts = await partRows(connection, records, parts.length);
    const available = availableIn(parts, capture);
    const findings = [
      unfilteredExport(capture),
      rejectedFinding(leftOut, capture),
      leftOut.repeated,
      unmapped,
      missingColumns(available, layout, capture),
    ];
    const captured = await hashing;
    const manifest: ExportManifest = {
      ...captured,
      ...(parts.length > 1 ? { parts: captured.parts.map(withRows(counts)) } : {}),
      layout,
      rows: counts.reduce((sum, rows) => sum + rows, 0),
      rejected: leftOut.rejected,
      rejects: leftOut.rejects,
      findings: findings.filter((finding) => finding !== null),
    };
    await keepManifest(artifacts, manifest);
    return { table, manifest, available };
  } catch (error) {
    // Bytes that are not those captured explain whatever else is wrong.
    const captured = await (hashing ?? input.whole());
    if (error instanceof UsageError) {
      const findings = [unreadableExport(error)];
      const unread = { rows: 0, rejected: 0, rejects: [], findings };
      await keepManifest(artifacts, { ...captured, layout, ...unread });
    }
    throw error;
  } finally {
    await Promise.all(scratchFiles.map((path) => rm(path, { force: true })));
  }
}

/** The records of each file that count. */
async function partRows(
  connection: DuckDBConnection,
  records: string,
  parts: number,
): Promise<number[]> {
  const from = identifier(records);
  // One file needs no look at the records: the engine knows how many there are.
  const query =
    parts === 1
      ? `SELECT 0 AS part, count(*) AS rows FROM ${from}`
      : `SELECT ${identifier(working.part)} AS part, count(*) AS rows FROM ${from} GROUP BY 1`;
  const found = new Map(
    (await rowsOf(connection, query)).map(({ part, rows }) => [Number(part), Number(rows)]),
  );
  return Array.from({ length: parts }, (_, part) => found.get(part) ?? 0);
}

function withRows(counts: readonly number[]) {
  return (part: ExportPart, index: number): ExportPart => ({ ...part, rows: counts[index] ?? 0 });
}

/** A capture that was kept earlier: its bytes must still be those that were captured, else a ConfigError. */
export async function stillWhole<Kept extends Capture>(
  artifacts: ArtifactStore,
  capture: Kept,
): Promise<Kept> {
  for (const { file, sha256 } of capture.parts) {
    const path = await artifacts.pathOf(file);
    const found = await hash(path, file);
    if (found.sha256 === sha256) continue;
    throw new ConfigError(
      `${path} is not what was captured: its SHA-256 was ${sha256}, is ${found.sha256}. Nothing is told from it; find out who changed it, and start the run again.`,
    );
  }
  return capture;
}

async function keepManifest(artifacts: ArtifactStore, manifest: ExportManifest): Promise<void> {
  const data = `${JSON.stringify(manifest, null, 2)}\n`;
  await artifacts.put(manifestName(manifest.name), { data });
}

function availableIn(parts: readonly TextPart[], { dataset }: NamedCapture): string[] {
  return Object.keys(definitionOf(dataset).columns).filter((column) =>
    parts.some(({ binding }) => binding.canonical.has(column)),
  );
}
