import { expect, test } from "vitest";

import check from "#checks/monthly/mismatched-revenue.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const window = { window: "2026-10" };

function sold(number: number, more: Row = {}): { conversion: Row; event: Row } {
  const of = {
    conversion_id: `cv_${number}`,
    occurred_at: "2026-10-05T12:00:00Z",
    amount: "10.00",
    currency: "USD",
    status: "approved",
  };
  return {
    conversion: { ...of, ...more },
    event: { ...of, event_id: `ev_${number}`, type: "sale" },
  };
}

const card = (value: string): Row => ({
  metric: "revenue",
  value,
  window_start: "2026-10-01",
  window_end: "2026-10-31",
  timezone: "America/New_York",
  currency: "USD",
});
const october = (value: string, sales: ReturnType<typeof sold>[]) => ({
  conversions: sales.map(({ conversion }) => conversion),
  events: sales.map(({ event }) => event),
  cards: [card(value)],
});

test("a dashboard that counts what is pending too passes, with the gap said", async () => {
  const rows = october("20.00", [sold(1), sold(2, { status: "pending" })]);

  const result = await judged(check, rows, window);

  expect(result).toMatchObject({ outcome: "pass", metric: 0, atRisk: "0" });
  expect(result.text).toBe(
    "2026-10: approved conversions $10.00, the dashboard $20.00, a gap of −10.00, all of it what dashboards count.",
  );
});

test("a sale the conversions lack fails, and money nobody can explain does", async () => {
  const lost = october("20.00", [sold(1), sold(2)]);

  const missing = await judged(
    check,
    { ...lost, conversions: lost.conversions.slice(0, 1) },
    window,
  );
  const unexplained = await judged(check, october("17.00", [sold(1)]), window);

  expect(missing).toMatchObject({ outcome: "fail", atRisk: "10" });
  expect(missing.rows).toMatchObject([{ amount: "-10.00", records: "1" }]);
  expect(unexplained).toMatchObject({ outcome: "fail", atRisk: "7" });
  expect(unexplained.text).toContain("of it −7.00 unexplained.");
});

test("what is wrong is told beside what dashboards count, so that both are the gap", async () => {
  const rows = october("30.00", [sold(1), sold(2), sold(3, { status: "pending" })]);

  const result = await judged(
    check,
    { ...rows, conversions: rows.conversions.filter(({ conversion_id: id }) => id !== "cv_2") },
    window,
  );

  expect(result.text).toContain(
    "a gap of −20.00; of it −10.00 what dashboards count, −10.00 sale events without a conversion (1 record).",
  );
});

test("what is wrong by no more than the share allowed passes", async () => {
  const settings = { share: 0.5 };

  const result = await judged(check, october("17.00", [sold(1)]), { ...window, settings });

  expect(result).toMatchObject({ outcome: "pass", atRisk: "0" });
});

test("a month without a revenue card is not available, and no pass", async () => {
  const result = await judged(check, october("10.00", [sold(1)]), { window: "2026-09" });

  expect(result).toMatchObject({
    outcome: "not_available",
    text: "There is no revenue card of 2026-09 to compare with.",
  });
});

test("a sale in the month's last second counts, and one at midnight is of the next", async () => {
  const at = (number: number, occurred_at: string) => {
    const { conversion, event } = sold(number);
    return { conversion: { ...conversion, occurred_at }, event: { ...event, occurred_at } };
  };
  const sales = [sold(1), at(2, "2026-11-01T03:59:59Z"), at(3, "2026-11-01T04:00:00Z")];

  const result = await judged(check, october("20.00", sales), window);

  expect(result).toMatchObject({ outcome: "pass", atRisk: "0" });
  expect(result.text).toContain("approved conversions $20.00, the dashboard $20.00");
});
