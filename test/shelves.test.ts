import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterEach, beforeEach, expect, test } from "vitest";

import { ConfigError } from "#errors.ts";
import { reconciliations } from "#reconcile/reconciliations.ts";
import { loadShelf, shelfIds } from "#shelf.ts";
import { namelessRooms, problemsOf, shelves } from "./shelf-guard.ts";

const project = fileURLToPath(new URL("..", import.meta.url));

test("every shelf is in order", async () => {
  const problems = await problemsOf(project);

  // Thrown as they stand: a comparison would quote them, and some are lines to paste.
  if (problems.length > 0) throw new Error(problems.join("\n"));
  expect(problems).toEqual([]);
});

test("every name says what is inside", async () => {
  expect(await namelessRooms(project)).toEqual([]);
});

test("every reconciliation has its folder and its test", () => {
  const missing = Object.keys(reconciliations)
    .flatMap((id) => [`src/reconcile/${id}/index.ts`, `test/reconcile/${id}/index.test.ts`])
    .filter((file) => !existsSync(join(project, file)));

  expect(missing.map((file) => `write ${file}`)).toEqual([]);
});

test("templates are on no shelf", async () => {
  for (const { folder, extension } of shelves) {
    const entries = await readdir(join(project, folder));
    expect(entries).toContain(`_template${extension}`);
    expect(await shelfIds(join(project, folder), extension)).not.toContain("_template");
  }
});

let root = "";

/** A small project in order, to which each test adds one disorder. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "shelves-"));
  for (const { folder, extension } of shelves) {
    await write(`${folder}/README.md`, "One file and its test.");
    await write(`${folder}/_template${extension}`, "");
  }
  await write("package.json", `{ "type": "module" }`);
  await write("manifest.yml", "features: { slash_commands: [{ command: /close }] }");
  await write("commands/close.ts", `export default { description: "Close a month" };`);
  await write("test/commands/close.test.ts", "");
  await write("src/steps/collect.ts", `export default { title: "Collect" };`);
  await write("test/steps/collect.test.ts", "");
  await write("src/runbooks/late.yml", "{ title: Late, steps: [{ kind: collect }] }");
  await write("test/runbooks/late.test.ts", "");
  await write("src/checks/daily/silence.ts", `export default { title: "S", runbook: "late" };`);
  await write("test/checks/daily/silence.test.ts", "");
});

afterEach(() => rm(root, { recursive: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
}

test("a project in order has no problem", async () => {
  expect(await problemsOf(root)).toEqual([]);
});

test.each([
  ["test/commands/close.test.ts", "write test/commands/close.test.ts"],
  ["test/checks/daily/silence.test.ts", "write test/checks/daily/silence.test.ts"],
  ["test/runbooks/late.test.ts", "write test/runbooks/late.test.ts"],
  ["src/probes/README.md", "write src/probes/README.md"],
  ["src/runbooks/_template.yml", "write src/runbooks/_template.yml"],
  ["src/steps/collect.ts", `late.yml has a step of kind "collect": write src/steps/collect.ts`],
  ["src/runbooks/late.yml", `names runbook "late": write src/runbooks/late.yml`],
  ["commands/close.ts", "manifest.yml lists /close: write commands/close.ts"],
  ["manifest.yml", "write manifest.yml"],
])("without %s the guard says what to write", async (file, sentence) => {
  await rm(join(root, file));

  expect(await problemsOf(root)).toEqual([expect.stringContaining(sentence)]);
});

test("a source in a folder of its own wants its test there", async () => {
  await write("src/sources/acme/index.ts", `export default { title: "Acme" };`);

  expect(await problemsOf(root)).toEqual(["write test/sources/acme/index.test.ts"]);
});

test("a command that the manifest leaves out is named", async () => {
  await write(
    "commands/audit.ts",
    `export default { description: "Audit: all of it", usage: "[month]" };`,
  );
  await write("test/commands/audit.test.ts", "");

  expect(await problemsOf(root)).toEqual([
    [
      "list this under slash_commands in manifest.yml:",
      "    - command: /audit",
      `      description: "Audit: all of it"`,
      `      usage_hint: "[month]"`,
      "      should_escape: true",
    ].join("\n"),
  ]);
});

test("a check that lies in no cadence's folder, or in another's, is to be moved", async () => {
  await write("src/checks/loose.ts", "");
  await write("src/checks/hourly/lost.ts", "");
  await write(
    "src/checks/daily/fee.ts",
    `export default { title: "F", runbook: "late", cadence: "weekly" };`,
  );
  await write("test/checks/daily/fee.test.ts", "");

  expect(await problemsOf(root)).toEqual([
    "move src/checks/daily/fee.ts to src/checks/weekly/fee.ts, or correct its cadence",
    "move src/checks/hourly to src/checks/<daily|weekly|monthly|always>/",
    "move src/checks/loose.ts to src/checks/<daily|weekly|monthly|always>/loose.ts",
  ]);
});

test("a runbook saved as .yaml is named", async () => {
  await write("src/runbooks/early.yaml", "{ title: Early, steps: [{ kind: collect }] }");

  expect(await problemsOf(root)).toEqual(["rename src/runbooks/early.yaml to early.yml"]);
});

test("two titles alike and an id out of form are named", async () => {
  await write("src/steps/doItAgain.ts", `export default { title: "Collect" };`);
  await write("test/steps/doItAgain.test.ts", "");

  expect(await problemsOf(root)).toEqual([
    "name src/steps/doItAgain.ts in kebab-case",
    `src/steps/collect.ts and src/steps/doItAgain.ts are both titled "Collect"`,
  ]);
});

test("a shelf's README of more than 25 lines is too long", async () => {
  await write("src/steps/README.md", "line\n".repeat(26));

  expect(await problemsOf(root)).toEqual(["shorten src/steps/README.md to 25 lines; it has 26"]);
});

test("a room called util is found", async () => {
  await write("src/runs/util.ts", "");
  await write("src/helpers/dates.ts", "");

  expect((await namelessRooms(root)).sort()).toEqual(["helpers", "runs/util.ts"]);
});

test("a file that exports nothing as default is told by its place, and what to do", async () => {
  await write("src/steps/wait.ts", "export const title = 'Wait';");
  const loading = loadShelf(join(root, "src/steps"));

  await expect(loading).rejects.toThrow(ConfigError);
  await expect(loading).rejects.toThrow(
    /src\/steps\/wait\.ts has no default export; copy _template\.ts of its folder/,
  );
});
