import { expect, test } from "vitest";

import { Decimal } from "#model/money.ts";
import { paceOf } from "#reconcile/budget-burn.ts";

const steady = {
  spent: new Decimal(1500),
  limit: new Decimal(3000),
  starts: "2026-09-01",
  elapsed: 10,
  length: 30,
  daily: Array.from({ length: 10 }, () => 150),
  after: 0.3,
  deviations: 2,
};

test("a steady pace beyond the limit says on which day it is used up", () => {
  const pace = paceOf(steady);

  expect(pace).toMatchObject({ usedUpOn: "2026-09-20", over: 1.5 });
  expect(pace.projected.toFixed()).toBe("4500");
});

test("days that differ widely say less than days that are alike", () => {
  const wild = [0, 0, 700, 0, 0, 0, 0, 800, 0, 0];

  expect(paceOf({ ...steady, daily: wild }).usedUpOn).toBeNull();
});

test("too early in the period, and after it, there is no pace to tell", () => {
  expect(paceOf({ ...steady, elapsed: 8 }).usedUpOn).toBeNull();
  expect(paceOf({ ...steady, elapsed: 30 }).usedUpOn).toBeNull();
});
