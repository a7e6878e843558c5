import { expect, test } from "vitest";

import check from "#checks/weekly/unready-payouts.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

function commission(id: string, more: Row = {}): Row {
  return {
    commission_id: id,
    conversion_id: `cv_${id}`,
    partner_id: "p1",
    status: "paid",
    amount: "10.00",
    currency: "USD",
    created_at: "2026-10-05T12:00:00Z",
    payout_id: "po_1",
    ...more,
  };
}

function payout(amount: string, more: Row = {}): Row {
  return {
    payout_id: "po_1",
    partner_id: "p1",
    status: "completed",
    amount,
    currency: "USD",
    period_start: "2026-10-01",
    period_end: "2026-10-31",
    initiated_at: "2026-11-01T08:00:00Z",
    paid_at: "2026-11-02T08:00:00Z",
    ...more,
  };
}

test("before the batch is paid, what is approved is what will be", async () => {
  const open = { payout_id: null, status: "approved" };
  const commissions = [commission("a", open), commission("b", { ...open, status: "pending" })];
  const payouts = [payout("10.00", { period_start: "2026-09-01", period_end: "2026-09-30" })];

  const result = await judged(check, { commissions, payouts }, { window: "2026-W43" });

  expect(result).toMatchObject({ outcome: "pass", metric: 0, atRisk: "0" });
  expect(result.text).toBe(
    "Batch 2026-10: $10.00 in 1 commission to be paid so far, none of them wrong.",
  );
});

test("a batch that matches passes, and its fee and what is on hold are no trouble", async () => {
  const hold = { payout_id: null, status: "approved", hold_until: "2026-12-01T00:00:00Z" };
  const commissions = [commission("a"), commission("b"), commission("c", hold)];
  const payouts = [payout("19.00", { fee: "1.00" })];

  const result = await judged(check, { commissions, payouts }, { window: "2026-W45" });

  expect(result).toMatchObject({ outcome: "pass", atRisk: "0" });
  expect(result.text).toBe(
    "Batch 2026-10: $30.00 in 3 commissions, $19.00 in 1 payout paid; nothing else stands between them than is usual.",
  );
});

test("what was paid although refunded fails, with what is wrong alone", async () => {
  const commissions = [commission("a"), commission("b", { status: "refunded" })];

  const result = await judged(
    check,
    { commissions, payouts: [payout("20.00")] },
    { window: "2026-W45" },
  );

  expect(result).toMatchObject({ outcome: "fail", metric: 10, atRisk: "10" });
  expect(result.text).toBe(
    "Batch 2026-10: $10.00 in 1 commission, $20.00 in 1 payout paid, but +10.00 paid although refunded (b).",
  );
  expect(result.rows).toMatchObject([{ cause: "Paid although refunded", records: "1" }]);
});

test("what is usual is not told among what is wrong, and what is at risk is what is told", async () => {
  const commissions = [
    commission("a"),
    commission("b", { status: "refunded" }),
    commission("c", { payout_id: "po_9", amount: "4.00" }),
  ];
  const payouts = [payout("19.00", { fee: "1.00" })];

  const result = await judged(check, { commissions, payouts }, { window: "2026-W45" });

  expect(result).toMatchObject({ outcome: "fail", atRisk: "14" });
  expect(result.text).toBe(
    "Batch 2026-10: $14.00 in 2 commissions, $19.00 in 1 payout paid, but +10.00 paid although refunded (b), −4.00 names a payout that does not exist (c).",
  );
});

test("money nobody can explain fails", async () => {
  const result = await judged(
    check,
    { commissions: [commission("a")], payouts: [payout("17.00")] },
    { window: "2026-W45" },
  );

  expect(result).toMatchObject({ outcome: "fail", atRisk: "7" });
  expect(result.text).toContain("but +7.00 unexplained.");
});

test("a payout made at midnight after the week is not what it is judged by", async () => {
  const on = async (initiated_at: string) => {
    const failed = payout("10.00", { status: "failed", initiated_at, paid_at: null });
    const rows = { commissions: [commission("a", { status: "processed" })], payouts: [failed] };
    return (await judged(check, rows, { window: "2026-W44" })).outcome;
  };

  expect(await on("2026-11-02T04:59:59Z")).toBe("fail");
  expect(await on("2026-11-02T05:00:00Z")).toBe("pass");
});

test("a month without commissions and payouts is no data", async () => {
  const rows = { commissions: [commission("a")], payouts: [payout("10.00")] };

  expect((await judged(check, rows, { window: "2026-W47" })).outcome).toBe("no_data");
});
