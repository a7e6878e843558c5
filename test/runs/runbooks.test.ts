import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { ConfigError } from "#errors.ts";
import type { Role } from "#model/roles.ts";
import { staleSentence } from "#runbook.ts";
import { loadRunbooks } from "#runs/runbooks.ts";

const head = "title: Late\npurpose: When it is late.\nparameters: [source]\nsteps:\n";
const [commissions, payouts] = ["commissions", "payouts"].map(
  (name) => `  - { id: ${name}, title: Export, kind: collect, dataset: ${name} }\n`,
) as [string, string];
const compare =
  "  - { id: compare, title: Compare, kind: compare, reconciliation: payout-mismatch }\n";
const check = "  - { id: check, title: Check, kind: check, absent: [paid_fraud] }\n";
const complete = `${commissions}${payouts}${compare}`;
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "countercheck-runbooks-"));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (id: string, text: string) => writeFile(join(folder, `${id}.yml`), text);

const own = (runbooks: string) => ({ file: "countercheck.yml", runbooks, roles: new Map() });

async function problems(): Promise<readonly string[]> {
  const error = await loadRunbooks(null, folder).catch((thrown: unknown) => thrown);
  if (error instanceof ConfigError) {
    return error.problems.map((problem) => problem.replace(`${relative("", folder)}/`, ""));
  }
  throw new Error("no ConfigError was thrown");
}

test("a runbook is its file's content, its name and the hash of its bytes", async () => {
  await write("late", `${head}${complete}`);

  expect([...(await loadRunbooks(null, folder))]).toEqual([
    [
      "late",
      {
        id: "late",
        title: "Late",
        purpose: "When it is late.",
        parameters: ["source"],
        steps: [
          { id: "commissions", title: "Export", kind: "collect", dataset: "commissions" },
          { id: "payouts", title: "Export", kind: "collect", dataset: "payouts" },
          {
            id: "compare",
            title: "Compare",
            kind: "compare",
            reconciliation: "payout-mismatch",
          },
        ],
        sha256: "be942cf2c1a3ce192f21acd4ee2e1305a9c7764a7fae13d51d13e8f771ee3b24",
        text: `${head}${complete}`,
      },
    ],
  ]);
});

test.each([
  [
    "{ id: a, title: A, kind: colect, dataset: payouts }",
    `late.yml:8:24: step a, kind: "colect" is not a kind of step. Did you mean collect?`,
  ],
  [
    "{ id: a, title: A, kind: collect, dataset: payouts, datset: payouts }",
    `late.yml:8:57: step a, datset: collect knows no "datset". Did you mean dataset?`,
  ],
  [
    "{ id: a, title: A, kind: collect, dataset: payout }",
    `late.yml:8:39: step a, dataset: "payout" is not known here. Did you mean payouts?`,
  ],
  [
    "{ id: a, title: A, kind: compare, reconciliation: payout-mismtch }",
    `late.yml:8:39: step a, reconciliation: "payout-mismtch" is not known here. Did you mean payout-mismatch?`,
  ],
  [
    "{ id: a, title: A, kind: check, absent: [paid_fraud, paid_refundd] }",
    `late.yml:8:58: step a, absent: "paid_refundd" is not known here. Did you mean paid_refunded?`,
  ],
  [
    "{ id: a, title: A, kind: collect, what: screenshott }",
    `late.yml:8:39: step a, what: "screenshott" is not known here. Did you mean screenshot?`,
  ],
  [
    "{ id: a, title: A, kind: collect, what: screenshot, remind_afer: 4h }",
    `late.yml:8:57: step a, remind_afer: collect knows no "remind_afer". Did you mean remind_after?`,
  ],
  [
    "{ id: a, title: A, kind: confirm, text: Sure?, timeout: 3 days }",
    "late.yml:8:52: step a, timeout: write it like 30m, 4h or 3d, from 1m to 365d.",
  ],
  [
    "{ id: a, title: A, kind: confirm, text: Sure?, timeout: 99999999d }",
    "late.yml:8:52: step a, timeout: write it like 30m, 4h or 3d, from 1m to 365d.",
  ],
  [
    "{ id: a, title: A, kind: confirm, text: Sure?, remind_after: 0m }",
    "late.yml:8:52: step a, remind_after: write it like 30m, 4h or 3d, from 1m to 365d.",
  ],
  [
    "{ id: a, title: A, kind: wait, for: 99999999999d }",
    "late.yml:8:36: step a, for: write it like 30m, 4h or 3d, from 1m to 365d.",
  ],
  [
    "{ id: a, title: A, kind: rerun, reconciliation: payout-mismatch, wait: 366d }",
    "late.yml:8:70: step a, wait: write it like 30m, 4h or 3d, from 0m to 365d.",
  ],
  [
    "{ id: a, title: A, kind: branch, when: { verdict: match }, then: check }",
    `late.yml:8:64: step a, then: there is no step "check" after it. Known: none.`,
  ],
])("the step %s is told with its place and the word meant", async (step, problem) => {
  await write("late", `${head}${complete}  - ${step}\n`);

  expect(await problems()).toEqual([problem]);
});

test("a parameter that does not exist is told with the word meant", async () => {
  await write("late", `${head.replace("[source]", "[source, windw]")}${complete}`);

  expect(await problems()).toEqual([
    `late.yml:3:22: parameters: "windw" is not known here. Did you mean window?`,
  ]);
});

test("the problems of all runbooks are told at once", async () => {
  const step = (id: string) => `  - { id: ${id}, title: A, kind: collect, dataset: payouts }\n`;
  await write("first", `${head}${step("twice")}${step("twice")}${complete}`);
  await write("second", `${head}${step("Upper")}${complete}`);
  await write("third", "title: [");

  expect(await problems()).toEqual([
    `first.yml:6:7: step twice, id: a step before is called "twice" too; give each its own id.`,
    "second.yml:5:7: step Upper, id: lower case words joined by -.",
    expect.stringMatching(/^third\.yml:\d+:\d+: /),
  ]);
});

test.each([
  [
    "compares before it collects",
    `${commissions}${compare}${payouts}`,
    "late.yml:6:5: step compare: it compares before payouts are collected: put a step of kind collect with dataset: payouts before it.",
  ],
  [
    "checks before it compares",
    `${commissions}${payouts}${check}${compare}`,
    "late.yml:7:5: step check: it checks before anything is compared: put a step of kind compare before it.",
  ],
])("a runbook that %s is refused with its line", async (_which, steps, problem) => {
  await write("late", `${head}${steps}`);

  expect(await problems()).toEqual([problem]);
});

test("a mistake elsewhere in the file hides none of a step", async () => {
  const steps = `${commissions}  - { id: sure, title: A, kind: confrm, text: Sure? }\n`;
  await write("late", `${head.replace("purpose", "porpose")}${steps}`);
  await write("other", `${head}  - { title: A, kind: collect }\n`);

  expect(await problems()).toEqual([
    "late.yml:1:1: purpose: it is missing; write text.",
    'late.yml:2:1: unknown key "porpose". Did you mean purpose?',
    'late.yml:6:27: step sure, kind: "confrm" is not a kind of step. Did you mean confirm?',
    "other.yml:5:5: step 1, id: it is missing; write text.",
    expect.stringMatching(/^other\.yml:5:5: step 1, dataset: it is missing/),
  ]);
});

const finance: Role = { users: [], groups: [], channels: [], may: ["approve"], runbooks: [] };
const approve = "  - { id: signed, title: Sign, kind: approve, text: Sign, role: fynance }\n";

test("where there are roles, a step that asks for another is refused", async () => {
  await write("late", `${head}${approve}`);
  const file = join(folder, "countercheck.yml");
  const refused = loadRunbooks({ file, runbooks: folder, roles: new Map([["finance", finance]]) });

  await expect(refused).rejects.toThrow(
    'late.yml:5:59: step signed, role: no role is called "fynance" in countercheck.yml. Did you mean finance?',
  );
  expect((await loadRunbooks({ file, runbooks: folder, roles: new Map() })).has("late")).toBe(true);
});

test("a role of a runbook that does not exist is refused with its place", async () => {
  const file = join(folder, "countercheck.yml");
  await writeFile(file, "roles:\n  finance:\n    runbooks: [payout-mismatch, payout-mismtch]\n");
  const role = { ...finance, runbooks: ["payout-mismatch", "payout-mismtch"] };
  const refused = loadRunbooks({ file, runbooks: null, roles: new Map([["finance", role]]) });

  await expect(refused).rejects.toThrow(
    'countercheck.yml:3:33: roles.finance.runbooks: there is no runbook "payout-mismtch". Did you mean payout-mismatch?',
  );
});

test("a copy of the template is a runbook", async () => {
  const template = new URL("../../src/runbooks/_template.yml", import.meta.url);
  await copyFile(template, join(folder, "late.yml"));

  expect([...(await loadRunbooks(null, folder)).keys()]).toEqual(["late"]);
});

test("a problem's place is a path that opens from where the person stands", async () => {
  await write("late", "title: [");

  await expect(loadRunbooks(null, folder)).rejects.toThrow(
    `${relative(process.cwd(), join(folder, "late.yml"))}:`,
  );
});

test("a team's own runbooks stand beside the shelf's, under names of their own", async () => {
  await write("late", `${head}${complete}`);
  await write("payout-mismatch", `${head}${complete}`);

  const both = await loadRunbooks(own(folder)).catch((error: unknown) => error);
  expect(both).toMatchObject({
    problems: [expect.stringContaining("there is a runbook payout-mismatch already")],
  });
  await rm(join(folder, "payout-mismatch.yml"));
  expect([...(await loadRunbooks(own(folder))).keys()]).toEqual(
    expect.arrayContaining(["late", "payout-mismatch"]),
  );
  await expect(loadRunbooks(own(join(folder, "nowhere")))).rejects.toThrow(
    "cannot be read; mend runbooks: in the configuration",
  );
});

test("a file that is named so that nobody can type it is refused", async () => {
  await writeFile(join(folder, "my-drift.yaml"), `${head}${complete}`);

  expect(await problems()).toEqual([expect.stringContaining("rename it to my-drift.yml.")]);
});

test("a runbook past its review says so from the day after", async () => {
  await write("late", `review_by: 2026-10-01\n${head}${complete}`);
  const late = (await loadRunbooks(null, folder)).get("late");
  if (!late) throw new Error("it was not loaded");

  expect(staleSentence(late, "2026-10-01")).toBe(null);
  expect(staleSentence(late, "2026-10-02")).toBe(
    "The runbook late was to be reviewed by 2026-10-01: read it again before you rely on it.",
  );
});
