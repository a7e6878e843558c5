import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { DateTime } from "luxon";
import { expect, onTestFinished, test } from "vitest";

import { ConfigError, UsageError } from "#errors.ts";
import { capture } from "#exports/capture.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { findFilesFrom } from "#exports/find-files.ts";
import { manifestName } from "#exports/naming.ts";
import { openWorkbench, sweepWorkbenches } from "#exports/workbench.ts";
import type { ExportManifest } from "#model/export.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { rowsOf } from "#reconcile/sql.ts";
import files from "#sources/files.ts";
import { at, context, lines, scratchFolder } from "./reading.ts";

async function openBench(text: string) {
  const folder = await scratchFolder();
  await writeFile(join(folder, "payouts.csv"), text);
  const artifacts = await openDiskArtifacts(join(folder, "artifacts"));
  const bench = await openWorkbench({
    folder: join(folder, "work"),
    artifacts,
    threads: 1,
    memory: "200MB",
  });
  onTestFinished(() => bench.close());
  const settings = files.settings.parse({
    path: ".",
    timezone: "UTC",
    datasets: { payouts: { files: "payouts.csv" } },
  });
  const source = { id: "acme", kind: files, settings };
  const world = { find: findFilesFrom(folder), fetch, signal: AbortSignal.timeout(30_000) };
  const captured = (instant: DateTime, narrowed: Partial<FilterContext> = {}) =>
    capture(
      { artifacts, source: world },
      { source, dataset: "payouts", context: { ...context, ...narrowed }, at: instant },
    );
  return { folder, artifacts, bench, captured, layout: files.layout("payouts", settings) };
}

const text = lines("payout_id,status,amount,currency", "po_1,sent,1.5,USD", "po_2,lost,2,USD");

test("an export is read once, and its manifest lies beside it", async () => {
  const { folder, bench, captured, layout } = await openBench(text);
  const export_ = await captured(at);

  const [first, again] = await Promise.all([
    bench.ingest(export_, layout),
    bench.ingest(export_, layout),
  ]);

  expect(again).toBe(first);
  const { default: kept } = (await import(join(folder, "artifacts", manifestName(export_.name)), {
    with: { type: "json" },
  })) as { default: ExportManifest };
  expect(kept).toEqual(first.manifest);
  expect(kept).toMatchObject({
    ...export_,
    rows: 2,
    rejected: 0,
    findings: [{ id: "unmapped_status", rows: 1 }],
  });
});

test("an export that cannot be read keeps its bytes, and a manifest that says why", async () => {
  const broken = lines("payout_id,status,currency", "po_1,sent,USD");
  const { folder, bench, captured, layout } = await openBench(broken);
  const export_ = await captured(at);

  const refused: unknown = await bench.ingest(export_, layout).catch((error: unknown) => error);

  if (!(refused instanceof UsageError)) throw new Error("the export was read");
  expect(refused.message).toContain('payouts.csv has no column "amount"');
  const kept = (name: string) => readFile(join(folder, "artifacts", name), "utf8");
  expect(await kept(export_.parts[0]?.file ?? "")).toBe(broken);
  expect(JSON.parse(await kept(manifestName(export_.name)))).toEqual({
    ...export_,
    layout,
    rows: 0,
    rejected: 0,
    rejects: [],
    findings: [{ id: "unreadable_export", severity: "fail", message: refused.message, rows: 0 }],
  });
});

test.each([
  [{ partner: "prt_003" }, "scope is applied when they are compared"],
  [{ statuses: ["sent"] }, "statuses are applied where the comparison goes by them"],
  [
    { partner: "prt_003", statuses: ["sent"] },
    "scope is applied when they are compared, statuses are applied where the comparison goes by them",
  ],
])("whole files asked for with %j are said to be whole", async (narrowed, applied) => {
  const { folder, bench, captured, layout } = await openBench(text);

  const { manifest } = await bench.ingest(await captured(at, narrowed), layout);

  const kept = await readFile(join(folder, "artifacts", manifestName(manifest.name)), "utf8");
  expect((JSON.parse(kept) as ExportManifest).findings[0]).toEqual({
    id: "unfiltered_export",
    severity: "info",
    message: `Exports of acme hold everything it gave; ${applied}.`,
    rows: 0,
  });
  expect(manifest.rows).toBe(2);
});

test("a manifest can be read again as the export it describes, to the same manifest", async () => {
  const { artifacts, folder, bench, captured, layout } = await openBench(text);
  const { manifest } = await bench.ingest(await captured(at, { partner: "prt_003" }), layout);
  const later = await openWorkbench({ folder: join(folder, "work"), artifacts, threads: 1 });
  onTestFinished(() => later.close());

  const again = await later.ingestAgain(manifest);

  expect(again.manifest).toEqual(manifest);
  expect(
    (await readdir(join(folder, "artifacts"))).filter((name) => name.includes("manifest")),
  ).toHaveLength(1);
});

test("what was changed since it was captured is not read again", async () => {
  const { artifacts, folder, bench, captured, layout } = await openBench(text);
  const { manifest } = await bench.ingest(await captured(at), layout);
  const later = await openWorkbench({ folder: join(folder, "work"), artifacts, threads: 1 });
  onTestFinished(() => later.close());
  const [part] = manifest.parts;
  const kept = join(folder, "artifacts", part?.file ?? "");
  await writeFile(kept, text.replace("1.5", "9.5"));

  const refused: unknown = await later.ingestAgain(manifest).catch((error: unknown) => error);

  if (!(refused instanceof ConfigError)) throw new Error("the export was read");
  const now = createHash("sha256").update(text.replace("1.5", "9.5")).digest("hex");
  expect(refused.message).toContain(
    `${kept} is not what was captured: its SHA-256 was ${part?.sha256}, is ${now}.`,
  );
  expect((await bench.ingestAgain(manifest)).manifest).toEqual(manifest);
});

test("it is read again as it was read first, and its manifest says how that was", async () => {
  const { artifacts, folder, bench, captured, layout } = await openBench(
    lines("payout_id,status,sum,currency", "po_1,sent,150,USD"),
  );
  const first = { ...layout, columns: { amount: "sum" }, amounts: "minor" } as const;
  const { manifest } = await bench.ingest(await captured(at), first);
  const later = await openWorkbench({ folder: join(folder, "work"), artifacts, threads: 1 });
  onTestFinished(() => later.close());

  const { table } = await later.ingestAgain(manifest);

  expect(manifest.layout).toEqual(first);
  expect(await rowsOf(later.connection, `SELECT amount FROM ${table}`)).toEqual([
    { amount: "1.5000000000" },
  ]);
});

test("two exports of a dataset are two tables", async () => {
  const { bench, captured, layout } = await openBench(text);

  const tables = [
    await bench.ingest(await captured(at), layout),
    await bench.ingest(await captured(at.plus({ seconds: 1 })), layout),
  ].map(({ table }) => table);

  expect(tables).toEqual(["payouts", "payouts_2"]);
  for (const table of tables) {
    expect(await rowsOf(bench.connection, `SELECT sum(amount) AS sum FROM ${table}`)).toEqual([
      { sum: "3.5000000000" },
    ]);
  }
});

test("one that failed can be asked for again", async () => {
  const { bench, captured, layout } = await openBench(text);
  const export_ = await captured(at);
  const missing = { ...layout, columns: { amount: "Sum" } };

  await expect(bench.ingest(export_, missing)).rejects.toThrow('no column "Sum"');

  expect((await bench.ingest(export_, layout)).table).toBe("payouts");
});

test("the engine reads nothing but artifacts and its own scratch, and that cannot be undone", async () => {
  const { folder, bench } = await openBench(text);
  const outside = join(folder, "payouts.csv");

  await expect(bench.connection.run(`SELECT * FROM read_csv('${outside}')`)).rejects.toThrow(
    /Permission/,
  );
  await expect(
    bench.connection.run("SELECT * FROM read_csv('https://example.com/a.csv')"),
  ).rejects.toThrow(/disabled|Permission/);
  await expect(bench.connection.run("INSTALL httpfs")).rejects.toThrow(/disabled|Permission/);
  await expect(bench.connection.run("SET enable_external_access = true")).rejects.toThrow(/locked/);
  await bench.connection.run(`COPY (SELECT 1 AS a) TO '${bench.scratch()}' (FORMAT csv)`);
});

test("more than fits in memory goes to its folder, and nothing is left after it", async () => {
  const { folder, bench } = await openBench(text);

  await bench.connection.run(
    "CREATE TABLE wide AS SELECT range AS id, repeat(md5(range::VARCHAR), 8) AS text FROM range(1500000)",
  );
  const [row] = await rowsOf(bench.connection, "SELECT count(DISTINCT text) AS texts FROM wide");
  await bench.close();

  expect(row).toEqual({ texts: "1500000" });
  expect(await readdir(join(folder, "work"))).toEqual([]);
});

test("what killed processes left is swept at start", async () => {
  const { folder } = await openBench(text);
  await writeFile(join(folder, "work", "left"), "x");

  await sweepWorkbenches(join(folder, "work"));

  expect(await readdir(join(folder, "work"))).toEqual([]);
});

test("beside others at work only what is old is swept, and no folder yet is nothing to sweep", async () => {
  const folder = join(await scratchFolder(), "terminal");
  await sweepWorkbenches(folder, Date.now());
  for (const name of ["workbench-old", "workbench-new"]) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "spilled"), "x");
  }
  await utimes(join(folder, "workbench-old"), new Date("2026-01-01"), new Date("2026-01-01"));

  await sweepWorkbenches(folder, Date.parse("2026-01-02"));

  expect(await readdir(folder)).toEqual(["workbench-new"]);
});
