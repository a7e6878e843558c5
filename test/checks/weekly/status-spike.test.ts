import { DateTime } from "luxon";
import { expect, test } from "vitest";

import check from "#checks/weekly/status-spike.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

/** Wednesday of 2026-W44; the clocks go back on the Sunday that ends it. */
const wednesday = DateTime.fromISO("2026-10-28T12:00", { zone: "America/New_York" });

function sold(count: number, status: string, ago = 0, more: Row = {}): Row[] {
  const at = wednesday.minus({ weeks: ago });
  return Array.from({ length: count }, (_, number) => ({
    conversion_id: `cv_${status}_${ago}_${number}_${more["partner_id"] ?? ""}`,
    occurred_at: at.toISO(),
    approved_at: status === "approved" ? at.plus({ days: 1 }).toISO() : null,
    status,
    amount: "10.00",
    currency: "USD",
    partner_id: "p1",
    ...more,
  }));
}

const earlier = [1, 2, 3, 4, 5, 6].flatMap((ago) => [
  ...sold(58, "approved", ago),
  ...sold(2, "refunded", ago),
  ...sold(60, "approved", ago, { partner_id: "p2" }),
]);
const window = { window: "2026-W44" };

test("a week like those before passes", async () => {
  const conversions = [...earlier, ...sold(55, "approved"), ...sold(3, "refunded")];

  const result = await judged(check, { conversions }, window);

  expect(result).toMatchObject({ outcome: "pass", atRisk: "0", unit: "% refunded" });
  expect(result.text).toBe(
    "58 conversions: approved 95%, refunded 5.2%; no status beyond its usual share.",
  );
});

test("a burst of refunds of one partner fails, with what is beyond the usual", async () => {
  const conversions = [
    ...earlier,
    ...sold(30, "approved"),
    ...sold(30, "refunded"),
    ...sold(60, "approved", 0, { partner_id: "p2" }),
  ];

  const result = await judged(check, { conversions }, window);

  expect(result).toMatchObject({ outcome: "fail", metric: 50, unit: "% refunded" });
  expect(result.text).toBe(
    "30 of 60 decided conversions of p1 are refunded (50%, usually 3.4%). $279.73 is beyond the usual.",
  );
  expect(result.rows[0]).toMatchObject({ level: "partner", id: "p1", status: "refunded" });
  expect(result.drawing).toMatchObject({ kind: "bars", stacked: "share" });
});

test("what is undecided in a young week is no spike, while earlier weeks were as late to decide", async () => {
  const late = (ago: number) => ({ approved_at: wednesday.minus({ weeks: ago - 2 }).toISO() });
  const before = [1, 2, 3, 4, 5].flatMap((ago) => [
    ...sold(40, "approved", ago),
    ...sold(20, "approved", ago, { ...late(ago), partner_id: "p2" }),
  ]);
  const conversions = [
    ...before,
    ...sold(40, "approved"),
    ...sold(20, "pending", 0, { partner_id: "p2" }),
  ];

  expect((await judged(check, { conversions }, window)).outcome).toBe("pass");
});

test("approval that stopped is a spike of what is undecided", async () => {
  const conversions = [...earlier, ...sold(10, "approved"), ...sold(50, "pending")];

  const result = await judged(check, { conversions }, window);

  expect(result).toMatchObject({ outcome: "fail", unit: "% undecided" });
  expect(result.text).toContain("50 of 60 conversions of p1 are undecided (83%");
});

test("three refunds of three sales are too few to speak of", async () => {
  const conversions = [
    ...earlier,
    ...sold(57, "approved"),
    ...sold(3, "refunded", 0, { partner_id: "p9" }),
  ];

  expect((await judged(check, { conversions }, window)).outcome).toBe("pass");
});

test("the hour that Sunday has twice belongs to the week", async () => {
  const second = "2026-11-01T06:30:00Z";
  const conversions = [
    ...earlier,
    ...sold(30, "approved"),
    ...sold(30, "refunded", 0, { occurred_at: second }),
  ];

  expect((await judged(check, { conversions }, window)).outcome).toBe("fail");
});

test("two earlier weeks are nothing to compare with, and no conversion is no data", async () => {
  const young = earlier.filter((row) => (row["occurred_at"] ?? "") > "2026-10-13");
  const conversions = [...young, ...sold(30, "refunded"), ...sold(30, "approved")];

  expect(await judged(check, { conversions }, window)).toMatchObject({
    outcome: "no_data",
    metric: 60,
  });
  expect((await judged(check, { conversions: earlier }, window)).outcome).toBe("no_data");
});
