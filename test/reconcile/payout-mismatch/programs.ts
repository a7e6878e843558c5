import fc from "fast-check";

import type { Row } from "../tables.ts";
import type { Program } from "./by-hand.ts";

const days = [
  "2026-09-29",
  "2026-09-30",
  "2026-10-01",
  "2026-10-15",
  "2026-10-31",
  "2026-11-01",
  "2026-11-02",
];
/** Around the days' edges in New York, Berlin and UTC, and plain calendar dates. */
const time = fc
  .tuple(
    fc.constantFrom(...days),
    fc.constantFrom(
      "",
      "T00:00:00Z",
      "T02:30:00Z",
      "T03:59:59Z",
      "T04:00:00Z",
      "T12:00:00Z",
      "T22:30:00+02:00",
      "T23:30:00Z",
    ),
  )
  .map(([day, clock]) => `${day}${clock}`);
const inOctober = fc.constantFrom("2026-10-10T12:00:00Z", "2026-10-20T12:00:00Z");
/** Of October in UTC or in New York, and not in both. */
const atTheEdge = fc.constantFrom("2026-10-01T02:30:00Z", "2026-11-01T02:30:00Z");
const partner = fc.constantFrom("prt_1", "prt_1", "prt_1", "prt_2");
const currency = fc.constantFrom("USD", "USD", "USD", "EUR", "JPY");
const amount = fc.constantFrom("10.00", "25.50", "99.99", "7.125", "0.00", "120.4");

const commission = fc.record({
  status: fc.constantFrom(
    "paid",
    "paid",
    "paid",
    "approved",
    "processed",
    "pending",
    "held",
    "refunded",
    "fraud",
    "duplicate",
    "canceled",
    null,
  ),
  amount,
  currency,
  created_at: fc.oneof(inOctober, time, atTheEdge),
  conversion: fc.nat(12),
  partner_id: partner,
  program_id: fc.constant("prg_1"),
  type: fc.constantFrom("sale", "sale", "lead"),
  hold_until: fc.option(time, { freq: 3 }),
  payout: fc.option(fc.nat(7), { freq: 5 }),
});

const payout = fc.record({
  status: fc.constantFrom(
    "completed",
    "completed",
    "sent",
    "pending",
    "processing",
    "failed",
    "canceled",
    null,
  ),
  currency: fc.constantFrom("USD", "USD", "USD", "EUR"),
  partner_id: partner,
  program_id: fc.constant("prg_1"),
  period_start: fc.option(fc.oneof(inOctober, time), { freq: 4 }),
  paid_at: fc.option(time),
  initiated_at: time,
  fee: fc.constantFrom(null, null, "1.50"),
  made: fc.constantFrom("exact", "exact", "fee", "par", "other_rate", "rounded", "odd"),
});

const rates: Row[] = ["2026-08-01", "2026-10-05", "2026-10-18"].flatMap((date, index) => [
  { date, from: "EUR", to: "USD", rate: ["1.0821", "1.1033", "1.0657"][index] ?? "" },
  { date, from: "JPY", to: "USD", rate: ["0.006641", "0.00671", "0.0068"][index] ?? "" },
]);

/** Small random programs, dense in edges: payouts are mostly made from their commissions, then bent. */
export const programs: fc.Arbitrary<Program> = fc
  .tuple(fc.array(commission, { maxLength: 14 }), fc.array(payout, { maxLength: 6 }))
  .map(([commissions, payouts]) => {
    const rows: Row[] = commissions.map(({ conversion, payout: index, ...rest }, position) => ({
      commission_id: `cm_${position}`,
      conversion_id: conversion > 9 ? null : `cv_${conversion}`,
      payout_id: index === null ? null : `po_${index}`,
      ...rest,
    }));
    return {
      commissions: rows,
      payouts: payouts.map(({ made, ...rest }, position) => ({
        payout_id: `po_${position}`,
        amount: amountMade(
          made,
          rows.filter((row) => row["payout_id"] === `po_${position}`),
        ),
        ...rest,
      })),
      rates,
    };
  });

function amountMade(made: string, linked: Row[]): string {
  const convert = (row: Row, rateIndex: number): number => {
    if (row["currency"] === "USD" || made === "par") return Number(row["amount"]);
    const known = rates.filter((rate) => rate["from"] === row["currency"])[rateIndex];
    return Math.round(Number(row["amount"]) * Number(known?.["rate"]) * 100 + 1e-7) / 100;
  };
  const rateIndex = (row: Row): number => {
    if (made === "other_rate") return 2;
    return (row["created_at"] ?? "") < "2026-10-05"
      ? 0
      : (row["created_at"] ?? "") < "2026-10-18"
        ? 1
        : 2;
  };
  const sum = linked.reduce((total, row) => total + convert(row, rateIndex(row)), 0);
  const bent = { fee: -1.5, odd: 3.33, rounded: 0.004 }[made] ?? 0;
  return (sum + bent).toFixed(3);
}
