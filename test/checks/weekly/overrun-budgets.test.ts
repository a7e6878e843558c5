import { DateTime } from "luxon";
import { expect, test } from "vitest";

import check from "#checks/weekly/overrun-budgets.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

function budget(scope: string, spent: string, more: Row = {}): Row {
  return { scope, period: "2026-10", budget: "3100.00", spent, currency: "USD", ...more };
}

/** A commission and its conversion a day, of so much, from the month's first day on. */
function burning(days: number, amount = "100.00") {
  const first = DateTime.fromISO("2026-10-01T12:00", { zone: "America/New_York" });
  const at = (day: number) => first.plus({ days: day }).toISO();
  const whole = Array.from({ length: days }, (_, day) => day);
  return {
    commissions: whole.map((day) => ({
      commission_id: `cm_${day}`,
      conversion_id: `cv_${day}`,
      status: "approved",
      amount,
      currency: "USD",
      created_at: at(day),
    })),
    conversions: whole.map((day) => ({
      conversion_id: `cv_${day}`,
      campaign_id: "c1",
      status: "approved",
      amount: "1.00",
      currency: "USD",
      occurred_at: at(day),
    })),
  };
}

test("a budget that is spent day by day as planned passes", async () => {
  const budgets = [budget("c1", "1800.00"), budget("c2", "1000.00")];

  const result = await judged(check, { budgets, ...burning(18) }, { window: "2026-W42" });

  expect(result).toMatchObject({ outcome: "pass", metric: 58.1, atRisk: "0" });
  expect(result.text).toBe(
    "2 budgets running, none beyond 100%; the most used is c1's of 2026-10, 58% of $3,100.00.",
  );
  expect(result.drawing).toMatchObject({ kind: "bars", limits: [3100, 3100] });
});

test("a pace that outruns the budget is a warning, with the day it will be used up", async () => {
  const budgets = [budget("c1", "2700.00")];

  const result = await judged(check, { budgets, ...burning(18, "150.00") }, { window: "2026-W42" });

  expect(result).toMatchObject({ outcome: "warn", atRisk: "1550" });
  expect(result.text).toBe(
    "c1's budget of 2026-10 will be used up on 2026-10-21: $2,700.00 of $3,100.00 (87%) after 18 of 31 days.",
  );
  expect(result.drawing).toMatchObject({ kind: "lines", marked: 17 });
});

test("a budget overspent fails, in the reporting currency", async () => {
  const budgets = [
    budget("c1", "2000.00", { currency: "EUR", budget: "1500.00" }),
    budget("c1", "900.00", { period: "2026-09", budget: "1000.00" }),
  ];

  const result = await judged(check, { budgets }, { window: "2026-W42" });

  expect(result).toMatchObject({
    outcome: "fail",
    metric: 133.3,
    atRisk: "550",
    trend: [90, 133.3],
    points: ["2026-09", "2026-10"],
  });
  expect(result.text).toBe(
    "c1 has spent $2,200.00 of $1,650.00 (133%) of its budget of 2026-10, $550.00 too much.",
  );
});

test("what may be used of a budget is what it is told to be beyond", async () => {
  const budgets = [budget("c1", "95.00", { budget: "100.00" })];

  const result = await judged(check, { budgets }, { window: "2026-W42", settings: { most: 0.9 } });

  expect(result).toMatchObject({ outcome: "fail", atRisk: "5" });
  expect(result.text).toBe(
    "c1 has spent $95.00 of $100.00 (95%) of its budget of 2026-10, $5.00 more than the 90% allowed.",
  );
});

test("what was spent only after the week is not held against it", async () => {
  const budgets = [budget("c1", "3400.00")];
  const whole = { budgets, ...burning(31, "109.68") };

  expect((await judged(check, whole, { window: "2026-W42" })).outcome).toBe("warn");
  expect((await judged(check, whole, { window: "2026-W41" })).metric).toBe(38.9);
  expect((await judged(check, whole, { window: "2026-W44" })).outcome).toBe("fail");
});

test("the first days of a period tell nothing of its pace", async () => {
  const budgets = [budget("c1", "900.00")];

  const result = await judged(check, { budgets, ...burning(4, "225.00") }, { window: "2026-W40" });

  expect(result).toMatchObject({ outcome: "pass", metric: 29 });
});

test("a sale before midnight on the week's last day is spent in it", async () => {
  const { commissions, conversions } = burning(18);
  const late = { ...commissions[17], created_at: "2026-10-19T03:59:59Z" };
  const budgets = [budget("c1", "1800.00")];
  const rows = { budgets, conversions, commissions: [...commissions.slice(0, 17), late] };

  expect((await judged(check, rows, { window: "2026-W42" })).metric).toBe(58.1);
});

test("a budget of another period, or of none anybody can read, is no data", async () => {
  const budgets = [
    budget("c1", "9.00", { period: "2026-08" }),
    budget("c1", "9.00", { period: "soon" }),
  ];

  expect((await judged(check, { budgets }, { window: "2026-W42" })).outcome).toBe("no_data");
});
