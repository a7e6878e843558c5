import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { runbookFiles } from "#runs/runbook-files.ts";
import { loadRunbooks } from "#runs/runbooks.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "countercheck-runbook-files-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a folder's runbooks are its YAML files, without the template, folders and what is no runbook", async () => {
  for (const name of ["late.yml", "2nd-drift.yml", "_template.yml", "_draft.yaml", "README.md"]) {
    await writeFile(join(folder, name), "");
  }
  await mkdir(join(folder, "drafts.yml"));

  expect(await runbookFiles(folder)).toEqual({ ids: ["2nd-drift", "late"], misnamed: [] });
});

test.each([
  ["my-drift.yaml", "my-drift.yml"],
  ["My Drift.yml", "my-drift.yml"],
  ["my_drift.YML", "my-drift.yml"],
  ["--.yml", "my-runbook.yml"],
])("%s cannot be typed, and is told the name it must have", async (name, proper) => {
  await writeFile(join(folder, name), "");

  const place = relative("", join(folder, name));
  expect((await runbookFiles(folder)).misnamed).toEqual([
    `${place}:1:1: a runbook's file name is what people type; rename it to ${proper}.`,
  ]);
});

test("a pipe and what links to it are no runbooks, whatever they are called", async () => {
  execFileSync("mkfifo", [join(folder, "pipe.yml")]);
  await symlink("pipe.yml", join(folder, "link.yml"));
  await writeFile(join(folder, "late.yml"), "");

  expect(await runbookFiles(folder)).toEqual({ ids: ["late"], misnamed: [] });
});

test("a runbook that cannot be read is told with the others", async () => {
  await symlink("nowhere.yml", join(folder, "gone.yml"));
  await writeFile(join(folder, "late.yml"), "title: [");

  await expect(loadRunbooks(null, folder)).rejects.toMatchObject({
    problems: [
      expect.stringMatching(/gone\.yml:1:1: it cannot be read; /),
      expect.stringMatching(/late\.yml:1:/),
    ],
  });
});
