import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DateTime } from "luxon";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type Config, loadConfig } from "#config.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import { capture } from "#exports/capture.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { findFilesFrom } from "#exports/find-files.ts";
import { openWorkbench, type Workbench } from "#exports/workbench.ts";
import { datasetNames, definitionOf } from "#model/datasets.ts";
import { parseWindow } from "#model/window.ts";
import { writeDemo } from "#sandbox/demo/index.ts";

import { readDemo } from "./read-demo.ts";

let folder: string;
let config: Config;
let artifacts: ArtifactStore;
let workbench: Workbench;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countercheck-demo-"));
  const written = await writeDemo({ folder: join(folder, "demo"), month: "2026-10" });
  config = await loadConfig(written.config);
  artifacts = await openDiskArtifacts(join(folder, "artifacts"));
  workbench = await openWorkbench({ folder: join(folder, "work"), artifacts, threads: 1 });
});
afterAll(async () => {
  await workbench.close();
  await rm(folder, { recursive: true });
});

test.each(datasetNames)("%s is read whole: no reject, no finding, all columns", async (dataset) => {
  const source = config.sources.get("acme");
  if (!source) throw new Error("the demo has no source acme");
  const captured = await capture(
    {
      artifacts,
      source: { find: findFilesFrom(config.folder), fetch, signal: AbortSignal.timeout(20_000) },
    },
    {
      source,
      dataset,
      at: DateTime.fromISO("2026-11-02T09:00:00Z"),
      context: {
        ...parseWindow("2026-10", config.timezone),
        workspace: null,
        campaign: null,
        link: null,
        program: null,
        partner: null,
        statuses: null,
        currency: "USD",
        date_basis: "event",
        cost_model: null,
      },
    },
  );
  const { manifest, available } = await workbench.ingest(
    captured,
    source.kind.layout(dataset, source.settings),
  );
  const rows = await readDemo(join(folder, "demo"), dataset);
  expect(manifest).toMatchObject({ rows: rows.length, rejected: 0, findings: [] });
  const required = Object.keys(definitionOf(dataset).columns);
  const absent = required.filter((column) => !available.includes(column));
  expect(absent).toEqual(dataset === "cards" ? ["program_id", "partner_id"] : []);
});
