import { DateTime } from "luxon";
import { expect, test } from "vitest";

import { readAsked } from "#cadence/asked.ts";
import { judgeAll } from "#cadence/judge-all.ts";
import { ownCheckFlaws } from "#cadence/own-check-flaws.ts";
import { withOwnChecks } from "#cadence/own-checks.ts";
import type { CheckResult } from "#check.ts";
import { loadChecks } from "#config.ts";
import { smallProgram } from "../runs/program.ts";

/** What a check of one's own concludes of the small program's October. */
async function judged(sql: string, limits: string, seconds = 10): Promise<CheckResult> {
  const yaml = `checks:
  large-commissions:
    { sql: ./large.sql, title: Large commissions, cadence: monthly, needs: [commissions], runbook: payout-mismatch, ${limits} }
`;
  const program = await smallProgram(yaml);
  await program.write("large.sql", sql);
  const { config, parts } = program;
  const checks = new Map(await withOwnChecks(config, await loadChecks()));
  const own = checks.get("large-commissions");
  if (own) checks.set("large-commissions", { ...own, seconds });
  const now = DateTime.fromISO("2026-11-05", { zone: "utc" });
  const asked = readAsked("large-commissions", { window: "2026-10" }, { config, checks, now });
  const { signal } = new AbortController();
  const [result] = await judgeAll(parts, { ...asked, at: now, signal });
  if (!result) throw new Error("nothing was judged");
  return result;
}

const rows = "SELECT commission_id, value AS at_risk FROM commissions WHERE value > 10;\n";
const one = "-- the largest\nSELECT max(value) AS metric FROM commissions";

test.each([
  { sql: rows, limits: "warn_above: 2", outcome: "pass", text: "2 records, expected at most 2." },
  { sql: rows, limits: "warn_above: 1", outcome: "warn", text: "2 records, expected at most 1." },
  {
    sql: rows,
    limits: "warn_above: 0, fail_above: 1",
    outcome: "fail",
    text: "2 records, expected at most 0.",
  },
  {
    sql: one,
    limits: "fail_below: 100.01, unit: dollars",
    outcome: "fail",
    text: "100 dollars, expected at least 100.01.",
  },
  {
    sql: one,
    limits: "warn_below: 50, fail_above: 200, unit: dollars",
    outcome: "pass",
    text: "100 dollars, expected 50–200.",
  },
  {
    sql: "SELECT max(value) AS metric FROM commissions WHERE value > 1000",
    limits: "fail_above: 1",
    outcome: "no_data",
    text: "its SQL gave no number.",
  },
  {
    sql: "SELECT day, avg(value) AS metric FROM commissions WHERE value > 1000 GROUP BY day",
    limits: "fail_above: 1",
    outcome: "no_data",
    text: "its SQL gave no number.",
  },
  {
    sql: "SELECT commission_id FROM commissions WHERE value > 1000",
    limits: "fail_above: 1",
    outcome: "pass",
    text: "0 records, expected at most 1.",
  },
])("$limits of $text is $outcome", async ({ sql, limits, outcome, text }) => {
  const result = await judged(sql, limits);

  expect(result).toMatchObject({ outcome, text: `Large commissions: ${text}` });
});

test("programs that it names are each judged for themselves, by their own limits where they have some", async () => {
  const program = await smallProgram(`checks:
  large:
    sql: ./large.sql
    title: Large
    cadence: monthly
    needs: [commissions]
    runbook: payout-mismatch
    warn_above: 5
    programs: { prg_1: { fail_above: 0 }, prg_2: {} }
`);
  await program.write("large.sql", "SELECT commission_id FROM commissions\n");
  await program.write(
    "exports/commissions.csv",
    "commission_id,program_id,status,amount,currency,created_at\ncm_1,prg_1,approved,10.00,USD,2026-10-05\ncm_2,prg_2,approved,20.00,USD,2026-10-06\ncm_3,prg_2,approved,20.00,USD,2026-10-07\n",
  );
  const { config, parts } = program;
  const checks = await withOwnChecks(config, await loadChecks());
  const now = DateTime.fromISO("2026-11-05", { zone: "utc" });
  const asked = readAsked("large", { window: "2026-10" }, { config, checks, now });
  const { signal } = new AbortController();
  const results = await judgeAll(parts, { ...asked, at: now, signal });

  expect(results.map(({ program: of, outcome, text }) => [of, outcome, text])).toEqual([
    ["prg_1", "fail", "Large: 1 records, expected at most 0."],
    ["prg_2", "pass", "Large: 2 records, expected at most 5."],
  ]);
});

test("what its rows put at risk is added up exactly, and they are its evidence", async () => {
  const { atRisk, rows: evidence } = await judged(rows, "fail_above: 0");

  expect(atRisk).toBe("120.5");
  expect(evidence.map((row) => row["commission_id"])).toEqual(["cm_1", "cm_2"]);
});

test("its SQL looks at days of the reporting timezone, and at the windows before", async () => {
  const { text } = await judged(
    "SELECT max(ago) + count(*) AS metric FROM windows WHERE from_day >= DATE '2025-08-01'",
    "fail_above: 1",
  );

  expect(text).toBe("Large commissions: 29 records, expected at most 1.");
});

test.each([
  ["a write", "DELETE FROM commissions", /^The SQL cannot be answered: .*Parser Error/],
  [
    "a write behind a SELECT",
    "SELECT 1)); DELETE FROM commissions; SELECT ((1",
    /^The SQL holds 3 statements; write one SELECT\.$/,
  ],
  [
    "a file",
    "SELECT * FROM read_text('/etc/hostname')",
    /^The SQL cannot be answered: .*Permission/,
  ],
])("%s is refused in a sentence", async (_, sql, refusal) => {
  const result = await judged(sql, "fail_above: 0");

  expect(result.outcome).toBe("error");
  expect(result.text).toMatch(refusal);
});

test("what takes too long is refused in a sentence", async () => {
  const endless =
    "SELECT count(*) AS metric FROM range(10000000) a, range(10000000) b WHERE a.range % 7 = b.range % 11";
  const { outcome, text } = await judged(endless, "fail_above: 0", 0.2);

  expect([outcome, text]).toEqual(["error", "The SQL took longer than 0.2 s; narrow it."]);
});

test("a record that could not be read makes a pass a warning that says so", async () => {
  const program = await smallProgram(`checks:
  large-commissions:
    { sql: ./large.sql, title: Large commissions, cadence: monthly, needs: [commissions], runbook: payout-mismatch, fail_above: 9 }
`);
  await program.write("large.sql", rows);
  await program.write(
    "exports/commissions.csv",
    "commission_id,status,amount,currency,created_at\ncm_1,paid,12.00,USD,2026-10-02\ncm_2,paid,a lot,USD,2026-10-02\n",
  );
  const { config, parts } = program;
  const checks = await withOwnChecks(config, await loadChecks());
  const now = DateTime.fromISO("2026-11-05", { zone: "utc" });
  const asked = readAsked("large-commissions", { window: "2026-10" }, { config, checks, now });
  const { signal } = new AbortController();
  const [result] = await judgeAll(parts, { ...asked, at: now, signal });

  expect(result?.outcome).toBe("warn");
  expect(result?.text).toMatch(
    /^Large commissions: 1 records, expected at most 9\. 1 record of the commissions export could not be read/,
  );
});

test("what is wrong is told with its place before any export is there", async () => {
  const program = await smallProgram(`cadences:
  daily: { channel: C0TEAM1, checks: [tracking-silense, large-commissions], sources: [acne] }
checks:
  large-commissions:
    { sql: ./large.sql, title: Large, cadence: daily, needs: [commissions], runbook: payout-mismatsch, fail_above: 0 }
`);
  const { config } = program;
  const shelf = await loadChecks();
  const runbooks = new Map([["payout-mismatch", null]]);
  await program.write("large.sql", "SELECT commission_id\nFROM commissions\nWHERE amuont > 10\n");
  const told = await ownCheckFlaws(config, shelf, runbooks);
  const mended = { ...config, cadences: new Map() };

  expect(told.map((problem) => problem.replace(program.folder, "."))).toEqual([
    './countercheck.yml:12:39: cadence daily names "tracking-silense" among its checks, which there is not. Did you mean tracking-silence?',
    './countercheck.yml:12:87: cadence daily names "acne" among its sources, which there is not. Did you mean acme?',
  ]);
  expect(
    (await ownCheckFlaws(mended, shelf, runbooks)).map((problem) =>
      problem.replace(/^.*\/(?=[a-z]+\.)/, ""),
    ),
  ).toEqual([
    'countercheck.yml:15:77: check large-commissions is followed by runbook "payout-mismatsch", which there is not. Did you mean payout-mismatch?',
    expect.stringMatching(
      /^large\.sql:3: check large-commissions: The SQL cannot be answered: .*amuont/,
    ),
  ]);
});
