import { expect, test } from "vitest";

import check from "#checks/weekly/stuck-payouts.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const window = { window: "2026-W46" };

function payout(id: string, status: string, initiated: string, more: Row = {}): Row {
  return {
    payout_id: id,
    status,
    amount: "100.00",
    currency: "USD",
    partner_id: id.slice(0, 2),
    period_start: "2026-10-01",
    period_end: "2026-10-31",
    initiated_at: initiated,
    ...more,
  };
}

const settled = [
  payout("p1_1", "completed", "2026-11-01T08:00:00Z", { paid_at: "2026-11-02T08:00:00Z" }),
  payout("p2_1", "completed", "2026-11-01T08:00:00Z", { paid_at: "2026-11-02T08:00:00Z" }),
];

test("settled payouts and one on its way pass", async () => {
  const payouts = [...settled, payout("p3_1", "processing", "2026-11-10T08:00:00Z")];

  const result = await judged(check, { payouts }, window);

  expect(result).toMatchObject({ outcome: "pass", metric: 0, atRisk: "0" });
  expect(result.text).toBe(
    "None of 3 payouts failed without another or is open for more than 7 days.",
  );
});

test("a payout on its way for too long fails, in the reporting currency", async () => {
  const stuck = { amount: "50.00", currency: "EUR" };
  const payouts = [...settled, payout("p3_1", "processing", "2026-11-01T08:00:00Z", stuck)];

  const result = await judged(check, { payouts }, window);

  expect(result).toMatchObject({ outcome: "fail", metric: 1, atRisk: "55", trend: [0, 1, 1] });
  expect(result.text).toBe(
    "1 payout pending or processing for more than 7 days, 1 usual, the oldest, p3_1, for 15. $55.00 did not arrive.",
  );
});

test("a failed payout fails at once, until the same is sent again", async () => {
  const failed = payout("p3_1", "failed", "2026-11-12T08:00:00Z", { failure_reason: "closed" });
  const again = payout("p3_2", "processing", "2026-11-14T08:00:00Z");
  const other = { ...again, amount: "70.00", period_start: "2026-11-01" };

  const alone = await judged(check, { payouts: [...settled, failed] }, window);

  expect(alone.text).toBe(
    "1 payout failed and was not sent again: p3_1 (closed). $100.00 did not arrive.",
  );
  expect(alone.rows).toMatchObject([{ payout_id: "p3_1", state: "failed", reason: "closed" }]);
  expect((await judged(check, { payouts: [...settled, failed, again] }, window)).outcome).toBe(
    "pass",
  );
  expect((await judged(check, { payouts: [...settled, failed, other] }, window)).outcome).toBe(
    "fail",
  );
});

test("a program whose payouts take ten days is given fifteen", async () => {
  const slow = settled.map((row) => ({ ...row, paid_at: "2026-11-11T08:00:00Z" }));
  const payouts = [...slow, payout("p3_1", "processing", "2026-11-03T08:00:00Z")];

  expect((await judged(check, { payouts }, window)).text).toContain("more than 15 days");
});

test("what settles at midnight after the week was open in it", async () => {
  const on = async (paid_at: string) => {
    const late = payout("p3_1", "completed", "2026-11-01T08:00:00Z", { paid_at });
    return (
      await judged(check, { payouts: [...settled, late] }, { ...window, settings: { times: 1 } })
    ).outcome;
  };

  expect(await on("2026-11-16T04:59:59Z")).toBe("pass");
  expect(await on("2026-11-16T05:00:00Z")).toBe("fail");
});

test("no payout by then is no data", async () => {
  const payouts = [payout("p1_1", "pending", "2026-12-01T08:00:00Z")];

  expect((await judged(check, { payouts }, window)).outcome).toBe("no_data");
  expect((await judged(check, { payouts: [] }, window)).outcome).toBe("no_data");
});
