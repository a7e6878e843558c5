import { readFile } from "node:fs/promises";

import { expect, test } from "vitest";

import { noCard } from "#model/card.ts";
import { ranOf } from "./running.ts";

const conversions = `conversion_id,occurred_at,status,amount,currency,recorded_at,partner_id,order_id
cv_1,2026-10-02T12:00:00Z,approved,100.00,USD,2026-10-02T12:00:00Z,prt_1,or_1
cv_2,2026-10-03T12:00:00Z,pending,20.50,USD,2026-10-03T12:00:00Z,prt_1,or_2
cv_3,2026-10-01T02:00:00Z,approved,7.25,USD,2026-10-01T02:00:00Z,prt_1,or_3
`;
const cards = `metric,value,window_start,window_end,currency,mode,captured_at
revenue,127.75,2026-10-01,2026-10-31,USD,summary,2026-11-03T08:00:00Z
`;

test("it collects, compares and confirms, and says what would explain the card", async () => {
  const { folder, told, outcomes, result } = await ranOf(
    "export-mismatch",
    { conversions, cards },
    { ...noCard, metric: "revenue" },
  );

  for (const step of [
    "conversions: complete, 3 records",
    "cards: complete, 1 record",
    "compare: attention, Gap +27.75 USD, 2 causes",
    "scope: attention, Other statuses +20.50",
    "dashboard: skipped, Left to a person: Confirm the dashboard shows revenue for 2026-10 in America/New_York, USD, scope all, statuses approved.",
    "timezone: attention, Another timezone +7.25",
    "summary: attention, summary card",
    "rerun: skipped, Captured once; pass --refresh to capture again",
    "changes: skipped, Not available from acme",
    "ids: complete, 1 partner",
    "sign-off: skipped, Not approved, nobody can be asked here: Sign off the explanation above of acme's revenue for 2026-10, or reject it with a reason.",
  ]) {
    expect(told).toContain(step);
  }
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
