import { DateTime } from "luxon";
import { expect, test } from "vitest";

import { insertOccurrence, keepJudged } from "#cadence/occurrences.ts";
import { mark, openSnoozes, snoozesAt, wake } from "#cadence/snoozes.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
import { lastPeriod } from "#model/period.ts";
import { judged } from "../slack/example-digest.ts";
import { oneStore } from "../slack/open-store.ts";

const store = oneStore();
const now = DateTime.fromISO("2026-10-14T12:00:00Z");
const bad = judged("stuck-payouts", { outcome: "fail", atRisk: "100.00", metric: 5 });

/** Snoozes a bad result for a week, and says whether that stands after another is judged. */
async function stands(after: Partial<JudgedCheck>, snoozed = bad): Promise<boolean> {
  return store().transaction(async (trx) => {
    const occurrence = await insertOccurrence(trx, {
      cadence: "daily",
      dueAt: now,
      period: bad.period,
      channel: null,
      status: "pending",
      late: null,
      askedBy: "U1",
    });
    if (occurrence === null) throw new Error("it is there already");
    await keepJudged(trx, occurrence, snoozed, now.toJSDate());
    const said = { kind: "snooze", by: "U1", at: now.toJSDate() } as const;
    const until = now.plus({ weeks: 1 }).toJSDate();
    await mark(trx, bad, { ...said, occurrence_id: occurrence, until });
    const left = await wake(trx, [{ ...bad, ...after }], now.plus({ days: 1 }).toJSDate());
    return left.length > 0;
  });
}

test.each<[string, boolean, Partial<JudgedCheck>]>([
  ["the same value", true, {}],
  ["a better value", true, { atRisk: "50.00" }],
  ["a little more money at risk", true, { atRisk: "110.00" }],
  ["more money at risk", false, { atRisk: "110.01" }],
  ["a value farther outside", false, { metric: 6 }],
  ["silence after a failure", false, { outcome: "no_data", atRisk: "0" }],
  ["an export that is gone after a failure", false, { outcome: "not_available", atRisk: "0" }],
  ["a warning after a failure", true, { outcome: "warn" }],
  ["a pass", false, { outcome: "pass", atRisk: "0" }],
  ["another program", true, { program: "prg_2", atRisk: "999.00" }],
  ["a whole week of it", true, { period: lastPeriod(now, "week", "UTC"), atRisk: "999.00" }],
  [
    "an earlier day",
    true,
    { period: lastPeriod(now.minus({ days: 5 }), "day", "UTC"), atRisk: "999.00" },
  ],
])("after %s a snooze stands: %s", async (_, expected, after) => {
  expect(await stands(after)).toBe(expected);
});

test.each<[string, boolean, Partial<JudgedCheck>]>([
  ["no data again", true, {}],
  ["an export that is gone", true, { outcome: "not_available" }],
  ["an error", false, { outcome: "error" }],
  ["a failure", false, { outcome: "fail" }],
  ["a pass", false, { outcome: "pass" }],
])("a check that had no data is snoozed, after %s: %s", async (_, expected, after) => {
  const silent = judged("stuck-payouts", { outcome: "no_data", atRisk: "0", metric: null });
  expect(await stands({ ...silent, ...after }, silent)).toBe(expected);
});

test("a snooze ends when its time is over, and is remembered as having stood", async () => {
  await stands({});

  const at = (days: number) => now.plus({ days }).toJSDate();
  expect(await openSnoozes(store().db, at(6))).toHaveLength(1);
  expect(await openSnoozes(store().db, at(7))).toHaveLength(0);
  await store().transaction((trx) => wake(trx, [{ ...bad, outcome: "pass" }], at(3)));
  expect(await openSnoozes(store().db, at(4))).toHaveLength(0);
  expect(await snoozesAt(store().db, at(2))).toHaveLength(1);
  expect(await snoozesAt(store().db, at(3))).toHaveLength(0);
});
