import { expect, test } from "vitest";

import check from "#checks/always/inconsistent-payout-statuses.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

/** Every week and month judges all that is still wrong. */
const week = { window: "2026-W42" };
/** The day on which the payout was made. */
const thatDay = { window: "2026-10-01" };

const payout: Row = {
  payout_id: "po_1",
  partner_id: "prt_1",
  status: "completed",
  amount: "9.00",
  currency: "USD",
  period_start: "2026-09-01",
  paid_at: "2026-10-01T15:00:00Z",
};
const commission = (number: number, more: Row = {}): Row => ({
  commission_id: `cm_${number}`,
  partner_id: "prt_1",
  status: "paid",
  amount: "3.00",
  currency: "EUR",
  created_at: "2026-09-10T12:00:00Z",
  paid_at: "2026-10-01T15:00:00Z",
  payout_id: "po_1",
  ...more,
});

test("commissions that their payout has paid pass", async () => {
  const result = await judged(check, { commissions: [commission(1)], payouts: [payout] }, week);

  expect(result).toMatchObject({ outcome: "pass", metric: 0, atRisk: "0" });
  expect(result.text).toBe("Statuses of 2 commissions and payouts agree.");
});

test.each([
  ["paid_failed", {}, { status: "failed" }],
  ["paid_unsettled", {}, { status: "processing" }],
  ["paid_missing", { payout_id: "po_9" }, {}],
  ["paid_missing", { payout_id: null }, {}],
  ["processed_missing", { status: "processed", payout_id: "po_9" }, {}],
  ["not_payable", { status: "held" }, {}],
  ["not_payable", { status: "refunded", paid_at: null }, {}],
  ["wrong_payee", { partner_id: "prt_2" }, {}],
])("%s: a commission with %o and its payout with %o fail", async (problem, ours, theirs) => {
  const exported = { commissions: [commission(1, ours)], payouts: [{ ...payout, ...theirs }] };

  const result = await judged(check, exported, week);

  expect(result).toMatchObject({ outcome: "fail", metric: 1, atRisk: "3.3" });
  expect(result.rows).toMatchObject([{ problem, id: "cm_1" }]);
});

test("the worst stands first, and the sentence tells how many", async () => {
  const commissions = [commission(1), commission(2, { amount: "5.00" })];

  const result = await judged(
    check,
    { commissions, payouts: [{ ...payout, status: "failed" }] },
    week,
  );

  expect(result.text).toBe(
    "2 commissions are called paid by a payout that failed (cm_2: paid, payout po_1 is failed). $8.80 is at stake.",
  );
});

test("a day fails by what is new on it, and only counts what is older", async () => {
  const exported = { commissions: [commission(1)], payouts: [{ ...payout, status: "failed" }] };

  const first = await judged(check, exported, thatDay);
  const next = await judged(check, exported, { window: "2026-10-02" });

  expect(first).toMatchObject({ outcome: "fail", metric: 1, atRisk: "3.3" });
  expect(next).toMatchObject({ outcome: "pass", metric: 0, atRisk: "0", rows: [] });
  expect(next.text).toBe(
    "Statuses of 2 commissions and payouts have nothing new that does not agree. 1 older still open.",
  );
});

test("one that was refunded after it was paid, and one of before the payouts begin, are no problem", async () => {
  const commissions = [
    commission(1, { status: "refunded" }),
    commission(2, { payout_id: "po_0", created_at: "2026-08-31T12:00:00Z" }),
  ];

  const result = await judged(check, { commissions, payouts: [payout] }, week);

  expect(result.outcome).toBe("pass");
});

test("a settled payout without a date, and one of an unknown status, fail", async () => {
  const payouts = [
    { ...payout, paid_at: null },
    { ...payout, payout_id: "po_2", status: null, source_status: "lost" },
  ];

  const result = await judged(check, { commissions: [commission(1)], payouts }, week);

  expect(new Set(result.rows.map(({ problem }) => problem))).toEqual(
    new Set(["undated", "unknown"]),
  );
});

test("what is made after the window's last midnight is not looked at", async () => {
  const next = commission(2, { payout_id: null, created_at: "2026-10-19T04:00:00Z" });

  const result = await judged(
    check,
    { commissions: [commission(1), next], payouts: [payout] },
    week,
  );

  expect(result.outcome).toBe("pass");
  expect((await judged(check, { commissions: [], payouts: [payout] }, week)).outcome).toBe(
    "no_data",
  );
});
