import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { smallProgram } from "../runs/program.ts";
import type { Program } from "../runs/program.ts";
import { program as cli, type } from "./command-line.ts";

let program: Program;
beforeAll(async () => {
  const own = (limits: string): string =>
    `{ sql: ./large.sql, title: Large commissions, cadence: daily, needs: [commissions], runbook: payout-mismatch, ${limits} }`;
  program = await smallProgram(`cadences:
  october: { cron: "0 8 1 * *", window: month, checks: [large, few] }
  always: { cron: "0 8 1 * *", window: month, checks: [inconsistent-statuses, misaligned-scope] }
checks:
  large: ${own("fail_above: 0")}
  by-program: ${own("fail_above: 0, programs: { prg_main: {}, prg_other: {} }")}
  few: ${own("warn_above: 5")}
  misspelt: ${own("warn_above: 5").replace("large.sql", "misspelt.sql")}
`);
  await program.write(
    "large.sql",
    "SELECT commission_id, value AS at_risk FROM commissions WHERE value > 50\n",
  );
  await program.write("misspelt.sql", "SELECT amuont FROM commissions\n");
});
afterAll(() => rm(program.folder, { recursive: true }));

const run = (...words: string[]) => type(program.folder, "check", "run", ...words);
const month = "--window=2026-10";

/** What a shell prints for a line that is typed. */
function shell(cwd: string, line: string): Promise<string> {
  const env = { ...process.env, NODE: process.execPath, PROGRAM: cli };
  return new Promise((resolve) => {
    execFile("sh", ["-c", line], { cwd, env }, (_error, output) => resolve(output));
  });
}

test("a cadence prints each result, the worst again with what is next, and exits 1 where one fails", async () => {
  const { status, output, said } = await run("october", month);

  expect(status).toBe(1);
  expect(said.split("\n")).toEqual([
    "✗ large: Large commissions: 1 records, expected at most 0.",
    "✓ few: Large commissions: 1 records, expected at most 5.",
    "",
  ]);
  expect(output).toBe(
    `
october for 2026-10: 1 needs a look, 1 passed.
  ✗ large: Large commissions: 1 records, expected at most 0. At risk: $100.00.
    Next: npx countercheck runbook run payout-mismatch --source acme --window 2026-10 --timezone America/New_York --currency USD
`,
  );
});

test("what is next can be pasted as it stands, and does what it says", async () => {
  const elsewhere = ["--config=./countercheck.yml", "--data=it's here", "--partner=prt_1"];
  const { output } = await run("large", month, ...elsewhere);

  const [, next = ""] = /Next: npx countercheck (.*)/.exec(output) ?? [];
  expect(next).toContain("--config ./countercheck.yml --data 'it'\\''s here' --source acme");
  const pasted = await shell(program.folder, `"$NODE" "$PROGRAM" ${next} --json`);
  const { verdict, context } = JSON.parse(pasted) as { verdict: string; context: object };
  expect(verdict).toBe("explained");
  expect(context).toMatchObject({ partner: "prt_1", from: "2026-10-01", to: "2026-10-31" });
});

test("what could not be judged, or is not exported, is named", async () => {
  const { output } = await run("always", month);

  expect(output).toMatch(/not exported by the source \(/);
  const { output: silent } = await run("misspelt", month);
  expect(silent).toMatch(/1 could not be judged\.\n {2}✗ misspelt: The SQL cannot be answered/);
});

test("of a check judged by program, one that is asked for is judged alone", async () => {
  const { output } = await run("by-program", month, "--program=prg_main", "--json");

  const { results } = JSON.parse(output) as { results: { program: string; text: string }[] };
  expect(results.map(({ program: of }) => of)).toEqual(["prg_main"]);
  const other = await run("by-program", month, "--program=prg_third");
  expect(other.said).toContain("judged by program, of prg_main, prg_other, not of prg_third.");
  expect(other.status).toBe(2);
});

test("--json prints one document with the evidence each result rests on", async () => {
  const { status, output } = await run("large", month, "--json", "--partner=prt_1");

  expect(status).toBe(1);
  expect(JSON.parse(output)).toEqual({
    cadence: "daily",
    check: "large",
    window: { from: "2026-10-01", to: "2026-10-31", timezone: "America/New_York" },
    results: [
      {
        check: "large",
        title: "Large commissions",
        source: "acme",
        program: null,
        outcome: "fail",
        text: "Large commissions: 1 records, expected at most 0.",
        metric: 1,
        unit: "records",
        expected: { from: null, to: 0 },
        at_risk: { amount: "100.00", currency: "USD" },
        trend: [],
        rows: [{ commission_id: "cm_1", at_risk: "100.0000000000" }],
        runbook: "payout-mismatch",
        evidence: [
          {
            name: expect.stringMatching(/^acme_commissions_/),
            sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
            rows: 3,
          },
        ],
      },
    ],
  });
});

test.each([
  ["passes", ["few", month], 0, /^✓ few/],
  ["cannot be asked", ["misspelt", month], 2, /^✗ misspelt: The SQL cannot be answered: .*amuont/],
  [
    "is not there",
    ["trackin-silence", month],
    2,
    /There is no cadence and no check "trackin-silence"\. Did you mean tracking-silence\?/,
  ],
  ["is narrowed to a status", ["few", month, "--status=paid"], 2, /check run takes no "status"\./],
  ["is narrowed to nothing", ["few", month, "--partner="], 2, /partner= is empty/],
  ["is told in words", ["few", month, "--currency=euro"], 2, /Currency "EURO" is not one of/],
  ["is of days to come", ["few", "--window=2999-01"], 2, /is not closed yet/],
  [
    "is of another source",
    ["few", month, "--source=acne"],
    2,
    /There is no source "acne"\. Did you mean acme\?/,
  ],
])("what %s exits with its own status", async (_, words, status, sentence) => {
  const ended = await run(...words);

  expect(ended.said).toMatch(sentence);
  expect(ended.status).toBe(status);
});

test("files that are gone are told by every check that reads them", async () => {
  await rm(join(program.folder, "exports", "commissions.csv"));
  const { status, said, output } = await run("october", month, "--json");

  expect(status).toBe(2);
  expect(said).toMatch(/^✗ large: .*commissions[^]*✗ few: .*commissions/);
  const { results } = JSON.parse(output) as { results: { outcome: string }[] };
  expect(results.map(({ outcome }) => outcome)).toEqual(["error", "error"]);
});
