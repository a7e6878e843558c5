import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

import { expect, test, vi } from "vitest";

import { Decimal } from "#model/money.ts";
import type { RunResult } from "#runs/result.ts";

interface Expected {
  /** The runbook and its options, where it is not `payout-mismatch`. */
  readonly args?: readonly string[];
  readonly gap: string;
  readonly unexplained: string;
  readonly verdict: string;
  readonly causes: Readonly<Record<string, { readonly amount: string; readonly rows?: number }>>;
  readonly ids?: Readonly<Record<string, readonly string[]>>;
  /** The causes in the order they are to be told. */
  readonly fields?: readonly string[];
}

const samples = new URL("../samples/", import.meta.url).pathname;
const cli = new URL("../../src/cli.ts", import.meta.url).pathname;
const programs = (await readdir(samples, { recursive: true }))
  .filter((path) => basename(path) === "expected.json")
  .map(dirname)
  .sort();

// Each is a process that takes a core for seconds: more at once only wait for each other.
vi.setConfig({ maxConcurrency: 2 });

test.concurrent.each(programs)("%s comes out exact through the command line", async (name) => {
  const folder = join(samples, name);
  const expected = JSON.parse(await readFile(join(folder, "expected.json"), "utf8")) as Expected;
  const data = await mkdtemp(join(tmpdir(), "countercheck-sample-"));

  const { status, result } = await run([
    "runbook",
    "run",
    ...(expected.args ?? ["payout-mismatch"]),
    "--json",
    `--data=${data}`,
    `--config=${join(folder, "countercheck.yml")}`,
    "--source=acme",
    "--window=2026-10",
  ]);
  await rm(data, { recursive: true });

  expect(status).toBe(expected.verdict === "match" ? 0 : 1);
  expect(result.verdict).toBe(expected.verdict);
  expect(exact(result.gap)).toBe(exact(expected.gap));
  expect(exact(result.unexplained)).toBe(exact(expected.unexplained));
  const found = result.causes.map(({ cause, amount, rows, examples }) => ({
    cause,
    amount: exact(amount),
    rows: expected.causes[cause]?.rows === undefined ? null : rows,
    examples: expected.ids ? examples : null,
  }));
  const planted = Object.entries(expected.causes).map(([cause, { amount, rows = null }]) => ({
    cause,
    amount: exact(amount),
    rows,
    examples: expected.ids ? expected.ids[cause]?.slice(0, 5) : null,
  }));
  expect(found).toHaveLength(planted.length);
  expect(found).toEqual(expect.arrayContaining(planted));
  const order = found.map(({ cause }) => cause);
  expect(order).toEqual(expected.fields ?? order);
});

function exact(amount: string | null): string {
  return new Decimal(amount ?? "NaN").toFixed();
}

async function run(args: string[]): Promise<{ status: number; result: RunResult }> {
  const { promise, resolve } = Promise.withResolvers<{
    status: number;
    output: string;
    said: string;
  }>();
  const child = execFile(process.execPath, [cli, ...args], (_error, output, said) => {
    resolve({ status: child.exitCode ?? -1, output, said });
  });
  const { status, output, said } = await promise;
  if (status !== 0 && status !== 1) throw new Error(said);
  return { status, result: JSON.parse(output) as RunResult };
}
