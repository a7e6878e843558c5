import { readFile } from "node:fs/promises";

import { expect, test } from "vitest";

import { noCard } from "#model/card.ts";
import { ranOf } from "./running.ts";

const conversions = `conversion_id,occurred_at,status,amount,currency,campaign_id
cv_1,2026-10-02T12:00:00Z,approved,100.00,USD,cmp_1
cv_2,2026-10-03T12:00:00Z,refunded,20.50,USD,cmp_1
cv_3,2026-10-04T12:00:00Z,approved,7.25,USD,cmp_1
`;
const events = `event_id,type,occurred_at,conversion_id,campaign_id,amount,currency
ev_1,sale,2026-10-02T12:00:00Z,cv_1,cmp_1,100.00,USD
ev_2,sale,2026-10-03T12:00:00Z,cv_2,cmp_1,20.50,USD
ev_3,click,2026-10-04T11:00:00Z,,cmp_1,,
`;
const cards = `metric,value,window_start,window_end,currency,captured_at
revenue,120.50,2026-10-01,2026-10-31,USD,2026-11-03T08:00:00Z
`;

test("it collects, compares and confirms, and each finding has its evidence", async () => {
  const { folder, told, outcomes, result } = await ranOf("revenue-mismatch", {
    conversions,
    events,
    cards,
  });

  for (const step of [
    "conversions: complete, 3 records",
    "events: complete, 3 records",
    "cards: complete, 1 record",
    "compare: attention, Gap −13.25 USD, 2 causes",
    "statuses: attention, Refunded counted −20.50",
    "currency: complete, Confirmed: none found",
    "scope: complete, Confirmed: none found",
    "dashboard: skipped, Left to a person: Confirm the dashboard shows 2026-10 in America/New_York, USD, scope all.",
    "changes: skipped, Not available from acme",
    "ids: complete, 1 campaign",
    "sign-off: skipped, Not approved, nobody can be asked here: Sign off the explanation above of acme's revenue for 2026-10, or reject it with a reason.",
  ]) {
    expect(told).toContain(step);
  }
  expect(result).toMatchObject({
    verdict: "explained",
    expected: { amount: "120.50", currency: "USD", rows: 2 },
    actual: { amount: "107.25", currency: "USD", rows: 2 },
    gap: "-13.25",
    causes: [
      { cause: "missing_event", amount: "7.25", rows: 1, examples: ["cv_3"] },
      { cause: "refunded_counted", amount: "-20.50", rows: 1, examples: ["cv_2"] },
    ],
    unexplained: "0.00",
  });
  const rows = outcomes.flatMap(({ evidence }) => evidence).find(({ kind }) => kind === "rows");
  const path = `${folder}/data/artifacts/${rows?.file}`;
  expect((await readFile(path, "utf8")).split("\n").map((line) => line.slice(0, 34))).toEqual([
    "cause,contribution,record,id,conve",
    expect.stringContaining("refunded_counted,-20.50,convers"),
    expect.stringContaining("missing_event,7.25,conversion,cv"),
    "",
  ]);
});

test("with a value read off the dashboard it needs no cards", async () => {
  const card = { ...noCard, value: "120.50" };

  const { told, result } = await ranOf("revenue-mismatch", { conversions, events }, card);

  expect(told).toContain("cards: skipped, Not available from acme");
  expect(result).toMatchObject({ verdict: "explained", gap: "-13.25", unexplained: "0.00" });
});

test("without either it says how to give one", async () => {
  await expect(ranOf("revenue-mismatch", { conversions, events })).rejects.toThrow(
    "--card 12400.00",
  );
});
