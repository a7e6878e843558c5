import { createReadStream } from "node:fs";
import { join } from "node:path";

import { parse } from "csv-parse";
import { Decimal } from "decimal.js";
import { DateTime } from "luxon";

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("usage: node bench/peers/csv-parse-map.ts FOLDER");

/** Amounts as whole thousandths, which a number holds exactly; this program has no finer ones. */
type Thousandths = number;
interface Commission {
  readonly id: string;
  readonly key: string;
  readonly payout: string;
  readonly partner: string;
  readonly status: string;
  readonly amount: Thousandths;
  readonly original: Thousandths;
  readonly foreign: boolean;
  readonly at: number;
  readonly heldUntil: number;
}
interface Payout {
  readonly status: string;
  readonly partner: string;
  readonly amount: Thousandths;
  readonly fee: Thousandths | null;
  readonly settled: boolean;
  readonly inPlay: boolean;
}

const month = (zone: string) => {
  const start = DateTime.fromISO("2026-10-01", { zone });
  const end = start.plus({ months: 1 });
  return [start.toMillis(), end.toMillis()] as const;
};
const [start, end] = month("America/New_York");
const [startUtc, endUtc] = month("utc");
const inOctober = (at: number) => at >= start && at < end;
const inOctoberUtc = (at: number) => at >= startUtc && at < endUtc;

function thousandths(text: string): Thousandths {
  const [whole = "0", fraction = ""] = text.split(".");
  return Number(whole) * 1000 + Number(fraction.padEnd(3, "0"));
}

type Row = Record<string, string>;
const rows = (file: string) =>
  createReadStream(join(folder, file)).pipe(parse({ columns: true })) as AsyncIterable<Row>;

const rates: { readonly day: string; readonly rate: Decimal }[] = [];
for await (const row of rows("rates.csv")) {
  rates.push({ day: row["date"] ?? "", rate: new Decimal(row["rate"] ?? "") });
}
rates.sort((a, b) => (a.day < b.day ? -1 : 1));
const rateOn = new Map<string, Decimal>();
function rateAt(at: number): Decimal {
  const day = DateTime.fromMillis(at, { zone: "America/New_York" }).toISODate() ?? "";
  const known = rateOn.get(day) ?? rates.findLast((each) => each.day <= day)?.rate;
  if (!known) throw new Error(`no rate on ${day}`);
  rateOn.set(day, known);
  return known;
}
const exchanged = (amount: Thousandths, rate: Decimal): Thousandths =>
  new Decimal(amount).div(10).mul(rate).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber() * 10;

const payouts = new Map<string, Payout>();
for await (const row of rows("exports/payouts.csv")) {
  const { payout_id: id = "", status = "", partner_id: partner = "", amount = "", fee = "" } = row;
  payouts.set(id, {
    status,
    partner,
    amount: thousandths(amount),
    fee: fee === "" ? null : thousandths(fee),
    settled: status === "sent" || status === "completed",
    inPlay: inOctober(
      Date.parse(row["period_start"] || row["paid_at"] || row["initiated_at"] || ""),
    ),
  });
}

const commissions = new Map<string, Commission>();
const first = new Map<string, Commission>();
for await (const row of rows("exports/commissions.csv")) {
  const { commission_id: id = "", conversion_id: conversion = "", partner_id: partner = "" } = row;
  const at = Date.parse(row["created_at"] ?? "");
  const original = thousandths(row["amount"] ?? "");
  const foreign = row["currency"] !== "USD";
  const commission: Commission = {
    id,
    key: conversion === "" ? "" : `${conversion}\n${partner}\n${row["type"]}`,
    payout: row["payout_id"] ?? "",
    partner,
    status: row["status"] ?? "",
    original,
    amount: foreign ? exchanged(original, rateAt(at)) : original,
    foreign,
    at,
    heldUntil: row["hold_until"] ? Date.parse(row["hold_until"]) : 0,
  };
  commissions.set(id, commission);
  if (commission.key === "") continue;
  const other = first.get(commission.key);
  if (!other || at < other.at || (at === other.at && id < other.id))
    first.set(commission.key, commission);
}

const causes = new Map<string | null, { amount: Thousandths; rows: number }>();
function add(cause: string | null, amount: Thousandths): void {
  const sum = causes.get(cause) ?? { amount: 0, rows: 0 };
  causes.set(cause, { amount: sum.amount + amount, rows: sum.rows + 1 });
}
const expectedStatuses = new Set(["approved", "processed", "paid"]);
const linked = new Map<string, Commission[]>();
let [expectedTotal, actualTotal] = [0, 0];

function paidCause({ status, at }: Commission, later: boolean): string | null {
  if (later || status === "duplicate") return "paid_duplicate";
  if (status === "refunded" || status === "fraud" || status === "canceled") return `paid_${status}`;
  if (status === "pending" || status === "held") return "paid_unapproved";
  if (inOctober(at)) return null;
  return inOctoberUtc(at) ? "timezone_boundary" : "paid_other_period";
}

function unpaidCause(
  { payout: id, at, heldUntil }: Commission,
  payout: Payout | undefined,
): string {
  if (payout?.status === "failed" || payout?.status === "canceled") return "payout_failed";
  if (payout?.status === "pending" || payout?.status === "processing") return "payout_in_flight";
  if (id !== "" && !payout) return "payout_missing";
  if (payout?.settled) return inOctoberUtc(at) ? "paid_other_period" : "timezone_boundary";
  return heldUntil >= end ? "held" : "unpaid";
}

for (const commission of commissions.values()) {
  const payout = payouts.get(commission.payout);
  const later = commission.key !== "" && first.get(commission.key) !== commission;
  const expected = inOctober(commission.at) && !later && expectedStatuses.has(commission.status);
  const paid = payout !== undefined && payout.settled && payout.inPlay;
  if (expected) expectedTotal += commission.amount;
  if (paid) {
    const others = linked.get(commission.payout);
    if (others) others.push(commission);
    else linked.set(commission.payout, [commission]);
  }
  if (paid === expected || commission.amount === 0) continue;
  if (paid) add(paidCause(commission, later), commission.amount);
  else add(unpaidCause(commission, payout), -commission.amount);
}

function differenceCause(
  difference: Thousandths,
  payout: Payout,
  paid: Commission[],
): string | null {
  if (paid.length === 0) return "payout_without_commissions";
  if (payout.fee !== null && difference === -payout.fee) return "fee";
  const foreign = paid.filter((commission) => commission.foreign);
  const converted = foreign.reduce((sum, { amount }) => sum + amount, 0);
  const par = foreign.reduce((sum, { original }) => sum + original, 0);
  if (difference === par - converted) return "currency_not_converted";
  const other = rates.some(({ rate }) => {
    const sum = foreign.reduce((total, { original }) => total + exchanged(original, rate), 0);
    return foreign.length > 0 && sum - converted === difference;
  });
  if (other) return "fx_difference";
  return Math.abs(difference) <= 5 ? "rounding" : null;
}

for (const [id, payout] of payouts) {
  if (!payout.settled || !payout.inPlay) continue;
  actualTotal += payout.amount;
  const paid = linked.get(id) ?? [];
  const difference = payout.amount - paid.reduce((sum, { amount }) => sum + amount, 0);
  if (difference !== 0) add(differenceCause(difference, payout, paid), difference);
}

const shown = (amount: Thousandths) => new Decimal(amount).div(1000).toFixed(4);
process.stdout.write(
  JSON.stringify({
    gap: shown(actualTotal - expectedTotal),
    causes: [...causes].map(([cause, { amount, rows: count }]) => ({
      cause,
      amount: shown(amount),
      rows: count,
    })),
  }),
);
