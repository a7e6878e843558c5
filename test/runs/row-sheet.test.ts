import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { openWorkbench } from "#exports/workbench.ts";
import { writeRows } from "#runs/row-sheet.ts";
import { scratchFolder } from "../exports/reading.ts";

async function openBench() {
  const folder = await scratchFolder();
  const artifacts = await openDiskArtifacts(join(folder, "artifacts"));
  const bench = await openWorkbench({ folder, artifacts, threads: 1, memory: "200MB" });
  onTestFinished(() => bench.close());
  return bench;
}

test("cells that a spreadsheet would run are text in the rows file, numbers and order stay", async () => {
  const query = `
    SELECT * FROM (VALUES (3, '=1+1', -16.00), (2, '-5.50', 7.25), (1, '@SUM(A1)', 0.10), (0, NULL, NULL), (-1, ' +x', 1.00), (-2, 'a=b', 2.00))
    AS t ("id", "the ""name""", amount) ORDER BY id DESC`;
  const { path, count } = await writeRows(await openBench(), query);

  expect(count).toBe(6);
  expect(await readFile(path, "utf8")).toBe(
    `id,"the ""name""",amount\n3,'=1+1,-16.00\n2,-5.50,7.25\n1,'@SUM(A1),0.10\n0,,\n-1,' +x,1.00\n-2,a=b,2.00\n`,
  );
});

test("rows without a text column are written as they are", async () => {
  const { path, count } = await writeRows(await openBench(), "SELECT 1 AS a");

  expect(count).toBe(1);
  expect(await readFile(path, "utf8")).toBe("a\n1\n");
});
