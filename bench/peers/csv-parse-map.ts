import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import { parse } from "csv-parse";
import { stringify } from "csv-stringify";
import { Decimal } from "decimal.js";
import { DateTime } from "luxon";

import { given, instant, thousandths, Unreadable } from "./csv-values.ts";
import type { Thousandths } from "./csv-values.ts";

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("usage: node bench/peers/csv-parse-map.ts FOLDER");

interface Paid {
  readonly status: string;
  readonly partner: string;
  readonly program: string;
  readonly amount: Thousandths;
}
interface Commission extends Paid {
  readonly id: string;
  readonly key: string;
  readonly payout: string;
  readonly original: Thousandths;
  readonly foreign: boolean;
  readonly at: number;
  readonly heldUntil: number;
}
interface Payout extends Paid {
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

type Row = Record<string, string>;
const rows = (file: string) =>
  createReadStream(join(folder, file)).pipe(parse({ columns: true })) as AsyncIterable<Row>;

const rejects: string[] = [];
/** Does something with every record of a file; tells the line of those that cannot be read. */
async function each(file: string, keep: (row: Row) => void): Promise<void> {
  let line = 1;
  for await (const row of rows(file)) {
    line += 1;
    try {
      keep(row);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      rejects.push(`${file} line ${line}: ${error.message}`);
    }
  }
}

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
await each("exports/payouts.csv", (row) => {
  const { partner_id: partner = "", program_id: program = "", fee = "" } = row;
  const status = given(row["status"]);
  const dated = row["period_start"] || row["paid_at"] || row["initiated_at"];
  payouts.set(given(row["payout_id"]), {
    status,
    partner,
    program,
    amount: thousandths(given(row["amount"])),
    fee: fee === "" ? null : thousandths(fee),
    settled: status === "sent" || status === "completed",
    inPlay: dated ? inOctober(instant(dated)) : false,
  });
});

const commissions = new Map<string, Commission>();
const first = new Map<string, Commission>();
let repeated = 0;
await each("exports/commissions.csv", (row) => {
  const { conversion_id: conversion = "", partner_id: partner = "", hold_until: held } = row;
  const id = given(row["commission_id"]);
  const at = instant(given(row["created_at"]));
  const original = thousandths(given(row["amount"]));
  const foreign = given(row["currency"]) !== "USD";
  const commission: Commission = {
    id,
    key: conversion === "" ? "" : `${conversion}\n${partner}\n${row["type"]}`,
    payout: row["payout_id"] ?? "",
    partner,
    program: row["program_id"] ?? "",
    status: given(row["status"]),
    original,
    amount: foreign ? exchanged(original, rateAt(at)) : original,
    foreign,
    at,
    heldUntil: held ? instant(held) : 0,
  };
  if (commissions.has(id)) repeated += 1;
  commissions.set(id, commission);
});
// The last record of an id counts, so which is the first of its conversion is known only now.
for (const commission of commissions.values()) {
  if (commission.key === "") continue;
  const { at, id } = commission;
  const other = first.get(commission.key);
  if (!other || at < other.at || (at === other.at && id < other.id))
    first.set(commission.key, commission);
}

const causes = new Map<string | null, { amount: Thousandths; rows: number }>();
const offending: (readonly [cause: string | null, amount: Thousandths, id: string])[] = [];
function add(cause: string | null, amount: Thousandths, id: string): void {
  offending.push([cause, amount, id]);
  const sum = causes.get(cause) ?? { amount: 0, rows: 0 };
  causes.set(cause, { amount: sum.amount + amount, rows: sum.rows + 1 });
}
const expectedStatuses = new Set(["approved", "processed", "paid"]);
const linked = new Map<string, Commission[]>();
let [expectedTotal, actualTotal, wrongPayees] = [0, 0, 0];

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
    if (payout.partner !== commission.partner || payout.program !== commission.program)
      wrongPayees += 1;
  }
  if (paid === expected || commission.amount === 0) continue;
  if (paid) add(paidCause(commission, later), commission.amount, commission.id);
  else add(unpaidCause(commission, payout), -commission.amount, commission.id);
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
  if (difference !== 0) add(differenceCause(difference, payout, paid), difference, id);
}

const shown = (amount: Thousandths) => new Decimal(amount).div(1000).toFixed(4);

/** Every offending record, worst first, for whoever has to look at them. */
function* offendingRows() {
  offending.sort(([, a, x], [, b, y]) => Math.abs(b) - Math.abs(a) || (x < y ? -1 : 1));
  for (const [cause, amount, id] of offending) {
    const found = commissions.get(id);
    const { status, partner, program } = found ?? payouts.get(id) ?? {};
    const dated = found ? new Date(found.at).toISOString() : "";
    yield [cause, shown(amount), id, partner, program, status, found?.payout, found?.key, dated];
  }
}
const file = join(tmpdir(), `offending-${process.pid}.csv`);
await pipeline(offendingRows, stringify(), createWriteStream(file));
await rm(file);

process.stdout.write(
  JSON.stringify({
    gap: shown(actualTotal - expectedTotal),
    causes: [...causes].map(([cause, { amount, rows: count }]) => ({
      cause,
      amount: shown(amount),
      rows: count,
    })),
    findings: { rejects, repeated, wrongPayees },
  }),
);
