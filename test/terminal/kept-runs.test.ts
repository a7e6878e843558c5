import { chmod, readdir, readFile, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { verifyPackage } from "#evidence/verify/verify.ts";
import type { PackageManifest } from "#evidence/package/manifest.ts";
import { type } from "./command-line.ts";
import type { Ended } from "./command-line.ts";
import { writePrograms } from "./programs.ts";

const { folder, remove } = await writePrograms();
afterAll(remove);
const user = userInfo().username;

interface Packed {
  readonly root: string;
  readonly complete: string;
  readonly sealed: { readonly file: string };
  readonly shared: { readonly file: string };
}

/** Runs a program of January with a data folder of its own, and returns the run's id. */
async function run(program: string, ...words: readonly string[]): Promise<string> {
  return (JSON.parse((await typeRun(program, ...words)).output) as { run: string }).run;
}

function typeRun(program: string, ...words: readonly string[]): Promise<Ended> {
  const given = [`--config=${program}.yml`, "--window=2026-01", `--data=${program}-data`, "--json"];
  return type(folder, "runbook", "run", "payout-mismatch", ...given, ...words);
}

const pack = (program: string, ...words: readonly string[]) =>
  type(folder, "evidence", "package", ...words, "--data", `${program}-data`);

/** The manifest of a package, which must verify. */
async function manifestOf(file: string, root: string | null = null): Promise<PackageManifest> {
  const verified = await verifyPackage(join(folder, file), { root });
  if (!verified.ok) throw new Error(verified.problem.sentence);
  return verified.manifest;
}

describe("a run of the command line", () => {
  let id: string;
  let made: Packed;
  beforeAll(async () => {
    id = await run("refunded");
    const reason = ["--reason", "no dashboard", "--json"];
    made = JSON.parse((await pack("refunded", id, ...reason)).output);
  }, 120_000);

  test("ends in the two packages a run in Slack ends in, with what it lacks said", async () => {
    const shared = await manifestOf(made.shared.file, made.root);
    const sealed = await manifestOf(made.sealed.file);

    expect(shared.sealed).toMatchObject({ root: sealed.root });
    expect(sealed.run).toMatchObject({
      id,
      runbook: "payout-mismatch",
      requested_by: `command line (${user})`,
      channel: "command line",
    });
    expect(sealed).toMatchObject({ verdict: "explained", missing_reason: "no dashboard" });
    expect(made.complete).toMatch(/^\d of 5: no screenshot with a date range/);
    const kinds = sealed.items.map(({ kind }) => kind);
    expect(kinds[0]).toBe("instant");
    expect(kinds).toEqual(expect.arrayContaining(["export", "manifest", "explanation", "chart"]));
    expect(sealed.chain).toBe(sealed.items.at(-1)?.hash);
    expect(sealed.items.filter(({ kind }) => kind === "approval")).toEqual([]);
    expect(sealed.files.map(({ name }) => name)).toContain("gap/payout-mismatch/explanation.csv");
  });

  test("has a package in which a flipped byte is found", async () => {
    const bytes = await readFile(join(folder, made.sealed.file));
    const at = bytes.indexOf("cm_1,cv_1");
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    await writeFile(join(folder, "flipped.zip"), bytes);

    const ended = await type(folder, "evidence", "verify", "flipped.zip");

    expect(ended.status).toBe(1);
    expect(ended.output).toMatch(/commissions.* was altered/);
  });

  test("lacks what only people can add, and is sealed for a reason only", async () => {
    const refused = await pack("refunded", id);

    expect(refused).toMatchObject({ status: 2, output: "" });
    expect(refused.said).toContain(
      'Nobody can add to a run of the command line: say why it is sealed without by --reason "…".',
    );
  });

  test("is in the audit log, by the user who typed, though no database was opened", async () => {
    const other = await run("refunded", "--partner=prt_1");
    const all = await type(folder, "audit", "--data", "refunded-data", "--json");
    const one = await type(folder, "audit", "--data", "refunded-data", "--run", id);

    expect(JSON.parse(all.output)).toMatchObject([
      { actor: "command line", action: "run.start", run: other, detail: { user } },
      { action: "evidence.package", run: id, detail: { user, root: made.root } },
      { action: "run.start", run: id, detail: { user, runbook: "payout-mismatch" } },
    ]);
    expect(one.output.split("\n")).toHaveLength(3);
    expect(await readdir(join(folder, "refunded-data"))).not.toContain("state");
  });
});

test("a run that failed is kept with what it had captured and why it ended", async () => {
  const ended = await typeRun("euro");
  const { run: id, verdict } = JSON.parse(ended.output) as { run: string; verdict: string };
  const packed = await pack("euro", id, "--reason", "to show support", "--json");

  expect(verdict).toBe("refused");
  expect(ended.said).toMatch(
    new RegExp(`npx countercheck evidence package ${id} .*--data \\S+ seals it\\.`),
  );
  const { sealed } = JSON.parse(packed.output) as Packed;
  expect(await manifestOf(sealed.file)).toMatchObject({ verdict: "none" });
  const kept = JSON.parse(await readFile(join(folder, `euro-data/runs/${id}.json`), "utf8"));
  expect(kept.steps.at(-1).summary).toContain("No rate from EUR to USD");
});

test.each([
  ["evidence", '"actor": "countercheck"', '"actor": "U0SOMEBODY"'],
  ["steps", '"summary": "', '"summary": "It is said that '],
])("a kept run whose %s were changed is not sealed", async (_, before, after) => {
  const id = await run("match");
  const path = join(folder, `match-data/runs/${id}.json`);
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace(before, after));

  const refused = await pack("match", id, "--reason", "none");

  expect(refused).toMatchObject({ status: 2, output: "" });
  expect(refused.said).toContain("was changed since; restore it from a backup.");
});

test("the gap that is sealed is that of the file the ledger names, which must be as it was kept", async () => {
  const id = await run("short");
  const artifacts = join(folder, "short-data/artifacts");
  const file = (await readdir(artifacts)).find((name) => name.includes("gap-explanation")) ?? "";
  const text = await readFile(join(artifacts, file), "utf8");
  const kept = await readFile(join(folder, `short-data/runs/${id}.json`), "utf8");
  await chmod(join(artifacts, file), 0o600);
  await writeFile(join(artifacts, file), text.replace(/"gap": "[^"]*"/, '"gap": "1.00"'));

  const refused = await pack("short", id, "--reason", "none");

  expect(kept).not.toContain('"gap"');
  expect(refused).toMatchObject({ status: 2, output: "" });
  expect(refused.said).toContain(`The kept file ${file} is not the one that was captured`);
});
