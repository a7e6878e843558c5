import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { RunResult } from "#runs/result.ts";
import { demoAnswers, writeDemo } from "#sandbox/demo/index.ts";

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
    const { status, stdout, stderr } = await run([
      "runbook",
      "run",
      "payout-mismatch",
      "--json",
      "--config",
      config,
      "--source",
      "acme",
      "--window",
      window,
      "--data",
      join(folder, `data-${window}`),
    ]);
    expect({ status, stderr: status === 1 ? "" : stderr }).toEqual({ status: 1, stderr: "" });
    const found = JSON.parse(stdout) as RunResult;
    const planted = demoAnswers(month, window);
    expect(found).toMatchObject({
      verdict: "explained",
      expected: { ...planted.expected, currency: "USD" },
      actual: { ...planted.actual, currency: "USD" },
      gap: planted.gap,
      unexplained: "0.00",
      findings: [],
    });
    const byCause = new Map(
      found.causes.map(({ cause, amount, rows, examples }) => [cause, { amount, rows, examples }]),
    );
    expect(byCause).toEqual(
      new Map(
        planted.causes.map(({ cause, amount, rows, ids }) => [
          cause,
          { amount, rows, examples: ids.slice(0, 5) },
        ]),
      ),
    );
  },
);

async function run(args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  try {
    return { status: 0, ...(await promisify(execFile)(process.execPath, [cli, ...args])) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, stdout, stderr };
  }
}
