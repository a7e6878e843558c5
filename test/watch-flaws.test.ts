import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { loadConfig } from "#config.ts";
import { ConfigError } from "#errors.ts";

const head = `timezone: America/New_York
currency: USD
sources:
  acme: { kind: files, path: ./exports, timezone: UTC, datasets: { commissions: { files: 'c*.csv' } } }
`;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countercheck-flaws-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function watchOf(text: string) {
  const file = join(folder, "countercheck.yml");
  await writeFile(file, head + text);
  const { watch } = await loadConfig(file);
  return watch;
}

async function problemsOf(text: string): Promise<string[]> {
  const refused: unknown = await watchOf(text).catch((error: unknown) => error);
  if (!(refused instanceof ConfigError)) throw new Error("the configuration was accepted");
  return refused.problems.map((problem) => problem.replace(/^.*countercheck\.yml:/, ""));
}

test("a program has one canary, and several canaries say whose each is", async () => {
  const canary = (program: string): string => `
    kind: canary
    opted_in_by: U0123ABCD
    preset: awin${program}
    click: { url: 'https://go.example/', parameter: click }
    convert: { name: convert, url: 'https://t.example/?o={order}' }
    read: { name: read, url: 'https://api.example/', records: '$[*]' }
    expect: { partner: p_canary, amount: '0.01', currency: USD, statuses: [pending] }
`;
  const two = (one: string, other: string): string =>
    `endpoints:\n  one:${canary(one)}  two:${canary(other)}`;
  const spring = "\n    program: spring";

  expect(await problemsOf(two(spring, spring))).toEqual([
    "16:5: endpoints.two.kind: spring has a canary, one: one at a time is enough.",
  ]);
  expect(await problemsOf(two("", ""))).toEqual([
    "15:5: endpoints.two.kind: one is a canary without a program too: name the program of each.",
  ]);
  expect((await watchOf(two(spring, ""))).endpoints.size).toBe(2);
});

test("a name that every object has is no endpoint, credential or source, and nothing depends on itself", async () => {
  const asked = "url: 'https://a.example/', assert: [{ status: 200 }]";
  const problems = await problemsOf(`endpoints:
  one: { kind: http, ${asked}, depends_on: [one, constructor] }
  two: { kind: http, ${asked}, credential: constructor, source: constructor }
`);

  expect(problems.map((problem) => problem.replace(/^[\d:]+ /, ""))).toEqual([
    "endpoints.one.depends_on.0: an endpoint does not depend on itself.",
    'endpoints.one.depends_on.1: there is no endpoint "constructor". Known: one, two.',
    'endpoints.two.credential: there is no credential "constructor". Known: none.',
    'endpoints.two.source: there is no source "constructor". Known: acme.',
  ]);
});
