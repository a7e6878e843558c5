import { rm } from "node:fs/promises";

import { expect, test } from "vitest";

import { findFilesFrom } from "#exports/find-files.ts";
import { scanIds } from "#exports/scan-ids.ts";
import { openWorkbench } from "#exports/workbench.ts";
import { context } from "../runs/fixtures.ts";
import { smallProgram } from "../runs/program.ts";

test("the ids of the scope are found in every dataset that can be read", async () => {
  const program = await smallProgram();
  const { folder, config, parts } = program;
  const source = config.sources.get("acme");
  if (!source) throw new Error("the program has no source");
  const { artifacts, scratchFolder } = parts;
  const settings = { folder: scratchFolder, artifacts: { ...artifacts, folders: [folder] } };
  const bench = await openWorkbench(settings);
  const { signal } = new AbortController();
  const world = {
    source: { find: findFilesFrom(config.folder), fetch: globalThis.fetch, signal },
    context,
    scratch: () => bench.scratch(),
  };

  const whole = await scanIds(source, bench, world);
  await program.write("exports/payouts.csv", "not,an,export\n1,2,3\n");
  const part = await scanIds(source, bench, world);
  await bench.close();
  await rm(folder, { recursive: true });

  expect(whole).toEqual({ program: ["prg_1"], partner: ["prt_1", "prt_2"] });
  expect(part).toEqual({ program: ["prg_1"], partner: ["prt_1", "prt_2"] });
});
