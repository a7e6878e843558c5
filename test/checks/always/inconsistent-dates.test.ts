import { expect, test } from "vitest";

import check from "#checks/always/inconsistent-dates.ts";
import { judged } from "../judged.ts";
import { firstOfMonday, lastOfSunday, longSunday, sale, tuesday } from "../daily/days.ts";

test("dates that follow each other pass", async () => {
  const conversions = [
    sale(0, 0, { recorded_at: "2026-10-13T15:57:00Z", approved_at: "2026-10-14T09:00:00Z" }),
  ];

  const result = await judged(check, { conversions }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 0 });
  expect(result.text).toBe("Dates of 1 record agree.");
});

test("a sale approved and recorded before it occurred fails, at stake once", async () => {
  const early = "2026-10-13T15:00:00Z";
  const conversions = [sale(0, 0, { recorded_at: early, approved_at: early })];

  const result = await judged(check, { conversions }, tuesday);

  expect(result).toMatchObject({ outcome: "fail", metric: 1, atRisk: "10" });
  expect(result.text).toContain(
    "1 conversion was approved before it occurred (cv_0_0: 2026-10-13T15:00:00Z before 2026-10-13T16:00:00Z).",
  );
});

test("a date without a time of day may be any hour of it, in any zone", async () => {
  const conversions = [
    sale(0, 0, { approved_at: "2026-10-13" }),
    sale(0, 1, { approved_at: "2026-10-11" }),
  ];

  expect((await judged(check, { conversions }, tuesday)).rows).toMatchObject([{ id: "cv_0_1" }]);
});

test("a record later than its export is of the future", async () => {
  const conversions = [sale(0, 0), sale(0, 1, { occurred_at: "2027-10-13T16:00:00Z" })];
  const asked = { ...tuesday, capturedAt: "2026-10-14T08:00:00-04:00" };

  expect((await judged(check, { conversions }, asked)).text).toContain(
    "1 conversion is of the future",
  );
});

test("commissions and payouts keep their order too", async () => {
  const commission = { commission_id: "cm_1", status: "paid", amount: "1.00", currency: "USD" };
  const payout = { payout_id: "po_1", status: "completed", amount: "1.00", currency: "USD" };
  const result = await judged(
    check,
    {
      conversions: [sale(0, 0)],
      commissions: [
        {
          ...commission,
          created_at: "2026-10-13T16:00:00Z",
          approved_at: "2026-10-20T16:00:00Z",
          paid_at: "2026-10-17T16:00:00Z",
        },
      ],
      payouts: [{ ...payout, period_start: "2026-10-13", period_end: "2026-10-12" }],
    },
    tuesday,
  );

  expect(new Set(result.rows.map(({ problem }) => problem))).toEqual(
    new Set(["commission_paid_early", "period_reversed"]),
  );
});

test("cards in another zone's days fail, with the sales that lie on other days; another name of the zone does not", async () => {
  const conversions = [sale(0, 0), sale(0, 1, { occurred_at: "2026-10-14T01:30:00Z" })];
  const card = {
    metric: "revenue",
    value: "20",
    window_start: "2026-10-13",
    window_end: "2026-10-13",
  };
  const cards = [
    { ...card, timezone: "UTC" },
    { ...card, timezone: "US/Eastern" },
  ];

  const result = await judged(check, { conversions, cards }, tuesday);

  expect(result.text).toBe(
    "1 other timezone than the reports' is kept by dashboard cards (UTC: cards 1, conversions that fall on other days 1). $10.00 is at stake.",
  );
});

test("what is of the future is told though the window itself is empty", async () => {
  const conversions = [sale(0, 0, { occurred_at: "2027-10-13T12:00:00Z" })];
  const capturedAt = "2026-10-14T12:00:00Z";

  const result = await judged(check, { conversions }, { ...tuesday, capturedAt });

  expect(result).toMatchObject({ outcome: "fail", metric: 1 });
  expect(result.text).toContain("1 conversion is of the future");
});

test("no record in the window is no data", async () => {
  expect((await judged(check, { conversions: [sale(3, 0)] }, tuesday)).outcome).toBe("no_data");
});

test("a sale just after midnight is of the next day, also when the clocks have gone back", async () => {
  const early = { approved_at: "2026-10-01T12:00:00Z" };
  const on = async (occurred_at: string, window: string) => {
    const conversions = [sale(0, 0), sale(-19, 1), sale(0, 2, { ...early, occurred_at })];
    return (await judged(check, { conversions }, { window })).metric;
  };

  expect(await on("2026-10-14T03:59:59Z", "2026-10-13")).toBe(1);
  expect(await on("2026-10-14T04:00:00Z", "2026-10-13")).toBe(0);
  expect(await on(lastOfSunday, longSunday.window)).toBe(1);
  expect(await on(firstOfMonday, longSunday.window)).toBe(0);
});
