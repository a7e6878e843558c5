import { expect, test } from "vitest";

import check from "#checks/monthly/open-month.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const window = { window: "2026-10" };

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

const payout = {
  payout_id: "po_1",
  partner_id: "p1",
  status: "completed",
  amount: "10.00",
  currency: "USD",
  period_start: "2026-10-01",
};
const conversion = {
  conversion_id: "cv_a",
  occurred_at: "2026-10-05T12:00:00Z",
  status: "approved",
  amount: "100.00",
  currency: "USD",
};
const settled = { commissions: [commission("a")], payouts: [payout], conversions: [conversion] };

test("a month with everything decided, settled and explained can be closed", async () => {
  const result = await judged(check, settled, window);

  expect(result).toMatchObject({ outcome: "pass", metric: 0, atRisk: "0" });
  expect(result.text).toBe(
    "2026-10 can be closed: 1 commission of $10.00, all decided and settled, every difference explained.",
  );
});

test("whatever is still open keeps it open, each named with its number and money", async () => {
  const open = { payout_id: null };
  const rows = {
    commissions: [
      commission("a"),
      commission("b", { ...open, status: "pending" }),
      commission("c", { ...open, status: "approved", amount: "10.00", currency: "EUR" }),
      commission("d", { ...open, status: null, source_status: "limbo" }),
    ],
    payouts: [payout, { ...payout, payout_id: "po_2", status: "failed", amount: "7.00" }],
    conversions: [conversion, { ...conversion, conversion_id: "cv_b", status: "pending" }],
  };

  const result = await judged(check, rows, window);

  expect(result).toMatchObject({ outcome: "fail", metric: 5, atRisk: "7" });
  expect(result.text).toBe(
    "2026-10 cannot be closed yet: 1 record of unknown status ($10.00), 1 payout failed ($7.00). Still open: 1 conversion not decided ($100.00), 1 commission not decided ($10.00), 1 approved commission without a payout ($11.00).",
  );
});

test("what only waits for a decision is a warning, and no money at risk", async () => {
  const open = { payout_id: null, status: "pending" };
  const rows = {
    ...settled,
    commissions: [commission("a"), commission("b", open)],
    payouts: [payout, { ...payout, payout_id: "po_2", status: "processing" }],
  };

  const result = await judged(check, rows, window);

  expect(result).toMatchObject({ outcome: "warn", metric: 2, atRisk: "0" });
  expect(result.text).toBe(
    "2026-10 waits to be closed: 1 commission not decided ($10.00), 1 payout not settled ($10.00). Nothing failed or is unexplained.",
  );
});

test("money that no cause explains keeps it open", async () => {
  const rows = { ...settled, payouts: [{ ...payout, amount: "12.34" }] };

  const result = await judged(check, rows, window);

  expect(result).toMatchObject({ outcome: "fail", metric: 1, atRisk: "2.34" });
  expect(result.text).toContain("$2.34 between payouts and commissions unexplained");
});

test("what is held beyond the month, and what the next month has open, is none of its business", async () => {
  const hold = { payout_id: null, status: "approved", hold_until: "2026-12-01T00:00:00Z" };
  const next = { payout_id: null, status: "pending", created_at: "2026-11-01T04:00:00Z" };
  const commissions = [commission("a"), commission("b", hold), commission("c", next)];

  expect((await judged(check, { ...settled, commissions }, window)).outcome).toBe("pass");
  const last = { ...next, created_at: "2026-11-01T03:59:59Z" };
  expect(
    (
      await judged(
        check,
        { ...settled, commissions: [commission("a"), commission("c", last)] },
        window,
      )
    ).outcome,
  ).toBe("warn");
});

test("a currency without a rate is an error that names it", async () => {
  const rows = { ...settled, commissions: [commission("a"), commission("b", { currency: "GBP" })] };

  const result = await judged(check, rows, window);

  expect(result.outcome).toBe("error");
  expect(result.text).toContain("No rate from GBP to USD");
});

test("a month without commissions and payouts is no data", async () => {
  expect((await judged(check, settled, { window: "2026-12" })).outcome).toBe("no_data");
});
