import { readFile, rm } from "node:fs/promises";

import { expect, onTestFinished, test } from "vitest";

import { performAll } from "#runs/perform.ts";
import { resultOf } from "#runs/result.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import { openPerformer } from "#runs/shelves.ts";
import { context } from "../runs/fixtures.ts";
import { smallProgram } from "../runs/program.ts";

const datasets = `      conversions: { files: 'conversions*.csv' }
      cards: { files: 'cards*.csv' }
`;
const conversions = `conversion_id,occurred_at,status,amount,currency,recorded_at,partner_id,order_id
cv_1,2026-10-02T12:00:00Z,approved,100.00,USD,2026-10-02T12:00:00Z,prt_1,or_1
cv_2,2026-10-03T12:00:00Z,pending,20.50,USD,2026-10-03T12:00:00Z,prt_1,or_2
cv_3,2026-10-01T02:00:00Z,approved,7.25,USD,2026-10-01T02:00:00Z,prt_1,or_3
`;
const cards = `metric,value,window_start,window_end,currency,mode,captured_at
revenue,127.75,2026-10-01,2026-10-31,USD,summary,2026-11-03T08:00:00Z
`;

test("it collects, compares and confirms, and says what would explain the card", async () => {
  const program = await smallProgram(datasets);
  const { folder, parts } = program;
  onTestFinished(() => rm(folder, { recursive: true }));
  await program.write("exports/conversions.csv", conversions);
  await program.write("exports/cards.csv", cards);
  const runbook = (await loadRunbooks()).get("export-mismatch");
  if (!runbook) throw new Error("the runbook is not on its shelf");
  const told: string[] = [];

  const outcomes = await performAll(
    runbook,
    { source: "acme", context, card: { value: null, metric: "revenue", tab: null } },
    await openPerformer(parts),
    {
      onStep({ id }, outcome) {
        if (outcome) told.push(`${id}: ${outcome.status}, ${outcome.summary}`);
      },
    },
  );

  for (const step of [
    "conversions: complete, 3 records",
    "cards: complete, 1 record",
    "compare: attention, Gap +27.75 USD, 2 causes",
    "scope: attention, Other statuses +20.50",
    "dashboard: skipped, Left to a person: Confirm the dashboard shows revenue for 2026-10 in America/New_York, USD, scope all, statuses all.",
    "timezone: attention, Another timezone +7.25",
    "summary: attention, summary card",
    "rerun: complete, Captured once; pass --refresh to capture again",
  ]) {
    expect(told).toContain(step);
  }
  const result = resultOf(runbook.id, context, outcomes, `${folder}/data/artifacts`);
  expect(result).toMatchObject({
    verdict: "explained",
    expected: { amount: "100.00", currency: "USD", rows: 1 },
    actual: { amount: "127.75", currency: "USD", rows: 1 },
    causes: [
      { cause: "statuses", amount: "20.50", rows: 1, examples: ["cv_2"] },
      { cause: "timezone", amount: "7.25", rows: 1, examples: ["cv_3"] },
    ],
    unexplained: "0.00",
    hypotheses: [{ changes: { statuses: "approved,pending", timezone: "UTC" }, value: "127.75" }],
  });
  const rows = outcomes.flatMap(({ evidence }) => evidence).find(({ kind }) => kind === "rows");
  const path = `${folder}/data/artifacts/${rows?.file}`;
  expect((await readFile(path, "utf8")).split("\n").map((line) => line.slice(0, 30))).toEqual([
    "cause,contribution,record,id,p",
    "statuses,20.50,conversion,cv_2",
    "timezone,7.25,conversion,cv_3,",
    "",
  ]);
});
