import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { Decimal } from "#model/money.ts";
import type { RunResult } from "#runs/result.ts";

interface Expected {
  readonly gap: string;
  readonly unexplained: string;
  readonly verdict: string;
  readonly causes: Readonly<Record<string, { readonly amount: string; readonly rows: number }>>;
  readonly ids: Readonly<Record<string, readonly string[]>>;
}

const samples = new URL("../samples/payout-mismatch/", import.meta.url).pathname;
const cli = new URL("../../src/cli.ts", import.meta.url).pathname;

test.each(await readdir(samples))("%s comes out exact through the command line", async (name) => {
  const data = await mkdtemp(join(tmpdir(), "countercheck-sample-"));
  const expected = JSON.parse(
    await readFile(join(samples, name, "expected.json"), "utf8"),
  ) as Expected;

  const { status, result } = await run([
    "runbook",
    "run",
    "payout-mismatch",
    "--json",
    `--data=${data}`,
    `--config=${join(samples, name, "countercheck.yml")}`,
    "--source=acme",
    "--window=2026-10",
  ]);
  await rm(data, { recursive: true });

  const exact = (amount: string | null): string => new Decimal(amount ?? "NaN").toFixed();
  expect(status).toBe(expected.verdict === "match" ? 0 : 1);
  expect(result.verdict).toBe(expected.verdict);
  expect(exact(result.gap)).toBe(exact(expected.gap));
  expect(exact(result.unexplained)).toBe(exact(expected.unexplained));
  expect(
    Object.fromEntries(
      result.causes.map(({ cause, amount, rows }) => [cause, { amount: exact(amount), rows }]),
    ),
  ).toEqual(
    Object.fromEntries(
      Object.entries(expected.causes).map(([cause, { amount, rows }]) => [
        cause,
        { amount: exact(amount), rows },
      ]),
    ),
  );
  for (const { cause, examples } of result.causes) {
    expect(expected.ids[cause]?.slice(0, 5)).toEqual(examples);
  }
});

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
