import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { RunResult } from "#runs/result.ts";
import { type AnsweredRunbook, demoAnswer, writeDemo } from "#sandbox/demo/index.ts";

const month = "2026-10";
const cli = new URL("../../../src/cli.ts", import.meta.url).pathname;
let folder: string;
let config: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countercheck-demo-"));
  ({ config } = await writeDemo({ folder: join(folder, "demo"), month }));
});
afterAll(() => rm(folder, { recursive: true }));

test("the demo's configuration is accepted without a complaint", async () => {
  const { status, stderr } = await run(["config", "check", "--config", config]);
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

test.each(["2026-08", "2026-09", month])(
  "payout-mismatch finds in %s exactly what was planted",
  async (window) => {
    expect(await told("payout-mismatch", window)).toEqual(planted("payout-mismatch", window));
  },
);

test.each([
  "revenue-mismatch",
  "customer-count-mismatch",
  "sparse-analytics",
  "export-mismatch",
] as const)("%s asked for nothing but a month finds exactly what was planted", async (runbook) => {
  expect(await told(runbook, month)).toEqual(planted(runbook, month));
});

test("a month before, the summary is what was exported", async () => {
  const found = await find("export-mismatch", ["--window", "2026-09"]);

  expect(found).toMatchObject({ verdict: "match", gap: "0.00", causes: [] });
});

test("the flash sale's card is explained by its timezone alone", async () => {
  const found = await find("export-mismatch", ["--window", month, "--campaign", "cmp_05"]);

  expect(found).toMatchObject({ verdict: "explained", causes: [{ cause: "timezone", rows: 3 }] });
});

test("the sales card that hides a status says so when asked for it", async () => {
  const asked = ["--window", month, "--tab", "sales", "--status", "approved"];
  const found = await find("sparse-analytics", asked);

  expect(found.unexplained).toBe("0");
  expect(found.causes.map(({ cause }) => cause)).toContain("hidden_status");
});

test("incident-triage compares payouts and revenue, and says which changes stand beside them", async () => {
  const found = await find("incident-triage", ["--window", month]);

  expect(found.verdict).toBe("explained");
});

/** What a run tells of a month, its causes by their names. */
async function told(runbook: AnsweredRunbook, window: string) {
  const { verdict, expected, actual, gap, causes, unexplained } = await find(runbook, [
    "--window",
    window,
  ]);
  const side = (of: RunResult["expected"]) => ({ amount: of?.amount, rows: of?.rows });
  return {
    verdict,
    expected: side(expected),
    actual: side(actual),
    gap,
    unexplained,
    causes: Object.fromEntries(
      causes.map(({ cause, amount, rows, examples }) => [cause, { amount, rows, examples }]),
    ),
  };
}

function planted(runbook: AnsweredRunbook, window: string) {
  const { expected, actual, gap, causes } = demoAnswer(runbook, month, window);
  return {
    verdict: "explained",
    expected,
    actual,
    gap,
    unexplained: gap.includes(".") ? "0.00" : "0",
    causes: Object.fromEntries(
      causes.map(({ cause, amount, rows, ids }) => [
        cause,
        { amount, rows, examples: ids.slice(0, 5) },
      ]),
    ),
  };
}

let runs = 0;
async function find(runbook: string, args: string[]): Promise<RunResult> {
  runs += 1;
  const data = join(folder, `data-${runs}`);
  const command = ["runbook", "run", runbook, "--json", "--config", config, "--data", data];
  const { status, stdout, stderr } = await run([...command, ...args]);
  expect({ status, stderr: status < 2 ? "" : stderr }).toEqual({
    status: expect.any(Number),
    stderr: "",
  });
  return JSON.parse(stdout) as RunResult;
}

async function run(args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  try {
    return { status: 0, ...(await promisify(execFile)(process.execPath, [cli, ...args])) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, stdout, stderr };
  }
}
