import { expect, test } from "vitest";

import { UsageError } from "#errors.ts";
import check from "#steps/check/index.ts";
import { realWorld } from "../real-world.ts";
import { explanationOf, inputOf, manifestOf, worldOf } from "../worlds.ts";

const plain = { status: "complete", summary: "", report: [], evidence: [] } as const;

/** Checks the commissions of the small program by SQL. */
async function run(sql: string, more: object = {}) {
  const world = await realWorld({});
  const exports = [await world.collect("commissions")];
  const settings = check.settings.parse({ sql, ...more });
  return check.run(settings, inputOf({ commissions: { ...plain, exports } }), world);
}

test("no row is no problem", async () => {
  expect(await run("SELECT * FROM commissions WHERE amount < 0")).toEqual({
    ...plain,
    summary: "Confirmed: none found",
    judged: true,
  });
});

test("each row returned is a problem, and shown", async () => {
  const sql = "SELECT commission_id, amount FROM commissions WHERE amount > 10 ORDER BY amount;";

  const kept: unknown = expect.objectContaining({ kind: "rows", title: "Rows found", rows: 2 });
  expect(await run(sql)).toEqual({
    status: "attention",
    summary: "2 records found",
    judged: true,
    report: [
      {
        kind: "table",
        caption: "2 records",
        columns: [
          { title: "commission_id", align: "left" },
          { title: "amount", align: "left" },
        ],
        rows: [
          ["cm_2", "20.50"],
          ["cm_1", "100.00"],
        ],
      },
      { kind: "files", text: "The rows found.", files: [kept] },
    ],
    evidence: [kept],
  });
});

test("decimals that say something are shown, and no column that only says how another was written", async () => {
  const sql =
    "SELECT * REPLACE (amount + 0.0055 AS amount) FROM commissions JOIN commissions AS twin USING (amount) WHERE amount > 50";
  const [table] = (await run(sql)).report;

  const columns = table?.kind === "table" ? table.columns.map(({ title }) => title) : [];
  expect(columns).toContain("created_at");
  expect(columns.filter((title) => title.includes("_is_date"))).toEqual([]);
  expect(table).toMatchObject({ rows: [expect.arrayContaining(["100.0055"])] });
});

test("a misspelt table is told with what was collected, a misspelt column with the columns there are", async () => {
  expect(await run("SELECT * FROM commisions")).toMatchObject({
    status: "attention",
    summary: "The SQL names no collected dataset; collected: commissions.",
  });
  const refused = run("SELECT amuont FROM commissions");

  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(/commissions has: .*commission_id, .*amount, .*\.$/);
});

test("so many rows as allowed are none", async () => {
  const sql = "SELECT 1 FROM commissions";

  expect(await run(sql, { most: 3 })).toMatchObject({ status: "complete" });
  expect(await run(sql, { most: 2 })).toMatchObject({
    status: "attention",
    summary: "3 records found, at most 2 expected",
  });
});

test("of many rows ten are shown and all are counted", async () => {
  const { summary, report } = await run(
    "SELECT r FROM commissions, range(1000) AS t(r) ORDER BY r",
  );

  expect(summary).toBe("3,000 records found");
  expect(report).toMatchObject([
    { caption: "The first 10 of 3,000 records" },
    { kind: "files", files: [{ rows: 3000 }] },
  ]);
  expect(report[0]?.kind === "table" && report[0].rows).toHaveLength(10);
});

test.each([
  ["DELETE FROM commissions", "syntax error"],
  ["SELECT 1 FROM commissions; DROP VIEW commissions", "syntax error"],
  ["SELECT nothing FROM commissions", "The SQL cannot be answered: Binder Error"],
  ["SELECT * FROM commissions, read_csv('/etc/passwd')", "The SQL cannot be answered"],
])("%s reads no more than the exports", async (sql, words) => {
  const said = await run(sql).then(
    ({ summary }) => summary,
    (error: unknown) => String(error),
  );

  expect(said).toContain(words);
});

test("what was not collected is not available, and never a pass", async () => {
  expect(await run("SELECT * FROM payouts")).toMatchObject({
    status: "attention",
    summary: "Not available: payouts",
  });
  expect(await run("SELECT * FROM commissions ANTI JOIN payouts USING (payout_id)")).toMatchObject({
    summary: "Not available: payouts",
  });
});

test("an empty export confirms nothing", async () => {
  const settings = check.settings.parse({ sql: "SELECT * FROM payouts" });
  const input = inputOf({ payouts: { ...plain, exports: [manifestOf({ rows: 0 })] } });

  expect(await check.run(settings, input, worldOf({}))).toMatchObject({
    status: "attention",
    summary: "No records to confirm",
  });
});

test("causes and records are told in one breath", async () => {
  const settings = check.settings.parse({ absent: ["unpaid"], sql: "SELECT 1 FROM payouts" });
  const input = inputOf({
    payouts: { ...plain, exports: [manifestOf()] },
    compare: { ...plain, explanation: explanationOf() },
  });
  const query = async () => [{ count: "2" }];

  expect(await check.run(settings, input, worldOf({ query }))).toMatchObject({
    status: "attention",
    summary: "Approved and not paid −7.25; 2 records found",
  });
});

test.each([
  [{}, "it checks nothing: say absent, findings or sql"],
  [
    { findings: ["wrong_payee"], most: 1 },
    "only the rows of sql are counted: say sql, or leave most out",
  ],
])("the settings %j are refused", (settings, message) => {
  const issues = check.settings.safeParse(settings).error?.issues;

  expect(issues?.map((issue) => issue.message)).toEqual([message]);
});
