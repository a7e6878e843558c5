import { expect, test } from "vitest";

import check from "#checks/weekly/exhausted-credit.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const window = { window: "2026-W42" };

function credit(period: string, used: string, more: Row = {}): Row {
  return {
    scope: "ws_1",
    period,
    credit_limit: "10000.00",
    credit_used: used,
    currency: "USD",
    ...more,
  };
}

test("credit with room left passes", async () => {
  const budgets = [credit("2026-09", "4000.00"), credit("2026-10", "5000.00")];

  const result = await judged(check, { budgets }, window);

  expect(result).toMatchObject({ outcome: "pass", metric: 50, trend: [40, 50] });
  expect(result.points).toEqual(["2026-09", "2026-10"]);
  expect(result.text).toBe(
    "ws_1 has used $5,000.00 of its credit of $10,000.00 in 2026-10 (50%), 40% in the period before.",
  );
});

test("credit nearly used up is a warning that says where it leads", async () => {
  const budgets = [credit("2026-09", "7500.00"), credit("2026-10", "9000.00")];

  const result = await judged(check, { budgets }, window);

  expect(result.outcome).toBe("warn");
  expect(result.text).toContain("; another rise like that uses it up.");
  expect(result.rows).toMatchObject([{ scope: "ws_1", share: "90%" }]);
});

test("more than the limit fails, with what is beyond it in the reporting currency", async () => {
  const budgets = [credit("2026-Q4", "11000.00", { currency: "EUR" })];

  expect(await judged(check, { budgets }, window)).toMatchObject({
    outcome: "fail",
    metric: 110,
    atRisk: "1100",
  });
});

test("of a week across two months the later counts once it has begun", async () => {
  const budgets = [credit("2026-10", "9900.00"), credit("2026-11", "100.00")];

  expect((await judged(check, { budgets }, { window: "2026-W44" })).metric).toBe(1);
  expect((await judged(check, { budgets }, { window: "2026-W43" })).metric).toBe(99);
});

test("no limit in the window is no data", async () => {
  const budgets = [credit("2026-08", "9900.00"), credit("2026-10", "1.00", { credit_limit: null })];

  expect((await judged(check, { budgets }, window)).outcome).toBe("no_data");
});

test("a sum that goes on growing is told with its capture, and is none of a window long before", async () => {
  const budgets = [credit("2026-09", "4000.00"), credit("2026-10", "9000.00")];
  const on = (capturedAt: string) => judged(check, { budgets }, { ...window, capturedAt });

  const soon = await on("2026-10-19T08:00:00-04:00");
  const late = await on("2026-11-05T08:00:00-05:00");

  expect(soon.outcome).toBe("warn");
  expect(soon.text).toContain("in 2026-10 (90%) as of the capture on 2026-10-19, 40% in");
  expect(late).toMatchObject({
    outcome: "no_data",
    text: "The credit used is known as of 2026-10-31, not of the window.",
  });
});

test("a month that is over is what it came to, whenever it is captured", async () => {
  const asked = { window: "2026-W44", capturedAt: "2026-11-20T08:00:00-05:00" };

  const result = await judged(check, { budgets: [credit("2026-10", "9000.00")] }, asked);

  expect(result.text).toContain("in 2026-10 (90%).");
});
