import { expect, test } from "vitest";

import check from "#checks/weekly/aged-commissions.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const window = { window: "2026-W46" };
let count = 0;

function commission(created: string, status: string, more: Row = {}): Row {
  count += 1;
  return {
    commission_id: `cm_${count}`,
    status,
    amount: "100.00",
    currency: "USD",
    created_at: created,
    partner_id: "p1",
    ...more,
  };
}

const paid = [1, 2, 3, 4, 5, 6].map((month) =>
  commission(`2026-0${month}-02T12:00:00Z`, "paid", { paid_at: `2026-0${month}-22T12:00:00Z` }),
);
const old = (more: Row = {}) => commission("2026-09-20T12:00:00Z", "approved", more);

test("a young queue passes, with how long paying usually takes", async () => {
  const young = [1, 2, 3].map((day) => commission(`2026-11-0${day}T12:00:00Z`, "pending"));

  const result = await judged(check, { commissions: [...paid, ...young] }, window);

  expect(result).toMatchObject({ outcome: "pass", metric: 0, atRisk: "0" });
  expect(result.text).toBe(
    "3 commissions open ($300.00), 0 of them older than 45 days; 20 days are usual until paid.",
  );
  expect(result.drawing).toMatchObject({ kind: "bars", stacked: "sum" });
});

test("commissions open for too long fail, in the reporting currency, oldest and worst told", async () => {
  const commissions = [...paid, old(), old(), old({ amount: "200.00", currency: "EUR" })];

  const result = await judged(check, { commissions }, window);

  expect(result).toMatchObject({ outcome: "fail", metric: 3, atRisk: "420" });
  expect(result.text).toBe(
    "3 commissions open ($420.00), 3 of them older than 45 days, the oldest 56; 20 days are usual until paid. $420.00 is overdue.",
  );
  expect(result.rows[0]).toMatchObject({ value: "220", age_days: "56", status: "approved" });
  expect(result.trend?.slice(-3)).toEqual([0, 3, 3]);
});

test("what is on hold, and what a partner is owed too little of, waits rightly", async () => {
  const held = { hold_until: "2026-12-01T12:00:00Z" };
  const small = { partner_id: "p2", amount: "1.00" };
  const commissions = [
    ...paid,
    old(held),
    old(held),
    old(held),
    old(small),
    old(small),
    old(small),
  ];

  expect((await judged(check, { commissions }, window)).outcome).toBe("pass");
});

test("where paying takes sixty days, ninety are allowed", async () => {
  const slow = paid.map((row) => ({
    ...row,
    paid_at:
      row["paid_at"]?.replace(/-0(\d)-22/, (_, month) => `-0${Number(month) + 2}-01`) ?? null,
  }));

  const result = await judged(check, { commissions: [...slow, old(), old(), old()] }, window);

  expect(result.text).toContain("0 of them older than 90 days");
});

test("commissions left out of a payout made since their approval fail before they are old", async () => {
  const approved = { approved_at: "2026-10-20T12:00:00Z" };
  const open = [1, 2, 3].map((day) =>
    commission(`2026-10-0${day}T12:00:00Z`, "approved", approved),
  );
  const payouts = [
    {
      payout_id: "po_1",
      status: "completed",
      amount: "1.00",
      currency: "USD",
      partner_id: "p1",
      period_start: "2026-10-01",
      period_end: "2026-10-31",
      initiated_at: "2026-11-01T08:00:00Z",
      paid_at: "2026-11-01T15:00:00Z",
    },
  ];

  const result = await judged(check, { commissions: [...paid, ...open], payouts }, window);

  expect(result).toMatchObject({ outcome: "fail", metric: 3, atRisk: "300" });
  expect(result.text).toContain("3 approved commissions left out of a payout made since.");
  expect(result.rows[0]).toMatchObject({ left_out_of: "po_1" });
});

test("what is paid only after the window was open in it, up to its last second", async () => {
  const open = (at: string) => [1, 2, 3].map(() => old({ status: "paid", paid_at: at }));
  const on = async (at: string) =>
    (await judged(check, { commissions: [...paid, ...open(at)] }, window)).metric;

  expect(await on("2026-11-16T04:59:59Z")).toBe(0);
  expect(await on("2026-11-16T05:00:00Z")).toBe(3);
});

test("no commission by then is no data", async () => {
  const commissions = [commission("2026-12-01T12:00:00Z", "pending")];

  expect((await judged(check, { commissions }, window)).outcome).toBe("no_data");
});
