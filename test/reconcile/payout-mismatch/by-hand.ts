import { DateTime } from "luxon";

import type { DateBasis } from "#model/filter-context.ts";
import { Decimal } from "#model/money.ts";
import type { Row } from "../tables.ts";

export interface Program {
  readonly commissions: readonly Row[];
  readonly payouts: readonly Row[];
  readonly rates: readonly Row[];
}

export interface Asked {
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  readonly sourceTimezone: string;
  readonly partner: string | null;
  /** The day a commission is counted by; that of its event unless given. */
  readonly basis?: DateBasis;
}

/** The rules of payout-mismatch one record at a time, slowly, as a person would apply them; USD is the reporting currency. */
export function byHand(program: Program, asked: Asked) {
  const { commissions, payouts, rates } = program;
  const zero = new Decimal(0);
  const column = { event: "created_at", approved: "approved_at", paid: "paid_at" }[
    asked.basis ?? "event"
  ];
  const inWindow = (text: string | null | undefined, zone = asked.timezone): boolean => {
    if (!text) return false;
    if (text.length === 10) return text >= asked.from && text <= asked.to;
    const day = DateTime.fromISO(text, { setZone: true }).setZone(zone).toISODate() ?? "";
    return day >= asked.from && day <= asked.to;
  };
  const dayOf = (text: string): string =>
    text.length === 10
      ? text
      : (DateTime.fromISO(text, { setZone: true }).setZone(asked.timezone).toISODate() ?? "");
  const rateOn = (currency: string, day: string): Decimal => {
    const known = rates
      .filter(
        (rate) => rate["from"] === currency && rate["to"] === "USD" && (rate["date"] ?? "") <= day,
      )
      .sort((a, b) => ((a["date"] ?? "") < (b["date"] ?? "") ? 1 : -1));
    if (!known[0]) throw new Error(`no rate for ${currency} on ${day}`);
    return new Decimal(known[0]["rate"] ?? "");
  };
  const convert = (row: Row, amount: string, dated: string): Decimal => {
    if (row["currency"] === "USD") return new Decimal(amount);
    return new Decimal(amount)
      .times(rateOn(row["currency"] ?? "", dayOf(dated)))
      .toDecimalPlaces(2);
  };
  const scoped = (row: Row): boolean =>
    asked.partner === null || row["partner_id"] === asked.partner;
  const placed = (payout: Row): string | null | undefined =>
    payout["period_start"] ?? payout["paid_at"] ?? payout["initiated_at"];
  const settled = (payout: Row): boolean => ["sent", "completed"].includes(payout["status"] ?? "");
  const inPlay = (payout: Row): boolean => scoped(payout) && inWindow(placed(payout));
  const paying = payouts.filter((payout) => settled(payout) && inPlay(payout));
  const amountOfPayout = (payout: Row): Decimal =>
    convert(payout, payout["amount"] ?? "", placed(payout) ?? "");
  const amountOf = (row: Row): Decimal =>
    convert(row, row["amount"] ?? "", row[column] ?? row["created_at"] ?? "");
  const payoutOf = (row: Row): Row | undefined =>
    payouts.find((payout) => payout["payout_id"] === row["payout_id"]);

  const firsts = new Map<string, Row>();
  const order = (row: Row): string =>
    `${DateTime.fromISO(row["created_at"] ?? "", { zone: "utc" })
      .toUTC()
      .toISO()} ${row["commission_id"]}`;
  const keyOf = (row: Row): string | null =>
    row["conversion_id"] ? [row["conversion_id"], row["partner_id"], row["type"]].join("|") : null;
  for (const row of [...commissions].sort((a, b) => (order(a) < order(b) ? -1 : 1))) {
    const key = keyOf(row);
    if (key !== null && !firsts.has(key)) firsts.set(key, row);
  }
  const first = (row: Row): boolean => keyOf(row) === null || firsts.get(keyOf(row) ?? "") === row;

  const parts: { cause: string; amount: Decimal; id: string }[] = [];
  const expectedRows: Row[] = [];
  for (const row of commissions) {
    const payout = payoutOf(row);
    const paid = payout !== undefined && paying.includes(payout);
    const expected =
      scoped(row) &&
      inWindow(row[column]) &&
      ["approved", "processed", "paid"].includes(row["status"] ?? "") &&
      first(row);
    if (expected) expectedRows.push(row);
    if (paid === expected) continue;
    const amount = amountOf(row);
    if (amount.isZero()) continue;
    parts.push({
      cause: paid ? paidCause(row) : unpaidCause(row, payout),
      amount: paid ? amount : amount.negated(),
      id: row["commission_id"] ?? "",
    });
  }
  function paidCause(row: Row): string {
    const status = row["status"] ?? "";
    if (!first(row) || status === "duplicate") return "paid_duplicate";
    if (["refunded", "fraud", "canceled"].includes(status)) return `paid_${status}`;
    if (["pending", "held"].includes(status)) return "paid_unapproved";
    if (!scoped(row)) return "paid_out_of_scope";
    if (inWindow(row[column])) return "unexplained";
    const near = [asked.sourceTimezone, "UTC"].some((zone) => inWindow(row[column], zone));
    return near ? "timezone_boundary" : "paid_other_period";
  }
  function unpaidCause(row: Row, payout: Row | undefined): string {
    const status = payout?.["status"] ?? "";
    if (["failed", "canceled"].includes(status)) return "payout_failed";
    if (["pending", "processing"].includes(status)) return "payout_in_flight";
    if (row["payout_id"] && !payout) return "payout_missing";
    if (payout && settled(payout)) {
      if (!scoped(payout)) return "payout_out_of_scope";
      const near = [asked.sourceTimezone, "UTC"].some((zone) => !inWindow(row[column], zone));
      return near ? "timezone_boundary" : "paid_other_period";
    }
    const hold = row["hold_until"];
    if (!row["payout_id"] && hold && (hold.length === 10 ? hold : dayOf(hold)) > asked.to)
      return "held";
    return "unpaid";
  }

  let actual = zero;
  for (const payout of paying) {
    const amount = amountOfPayout(payout);
    actual = actual.plus(amount);
    const linked = commissions.filter((row) => row["payout_id"] === payout["payout_id"]);
    const sum = linked.reduce((total, row) => total.plus(amountOf(row)), zero);
    const difference = amount.minus(sum);
    if (difference.isZero()) continue;
    parts.push({
      cause: differenceCause(payout, linked, sum, difference),
      amount: difference,
      id: payout["payout_id"] ?? "",
    });
  }
  function differenceCause(payout: Row, linked: Row[], sum: Decimal, difference: Decimal): string {
    if (linked.length === 0) return "payout_without_commissions";
    const fee = payout["fee"] ? convert(payout, payout["fee"], placed(payout) ?? "") : null;
    if (fee && difference.equals(fee.negated())) return "fee";
    const atPar = linked.reduce((total, row) => total.plus(row["amount"] ?? ""), zero);
    if (difference.equals(atPar.minus(sum))) return "currency_not_converted";
    for (const currency of new Set(linked.map((row) => row["currency"]))) {
      if (currency === "USD") continue;
      for (const rate of rates.filter(
        (each) => each["from"] === currency && each["to"] === "USD",
      )) {
        const other = linked.reduce((total, row) => {
          if (row["currency"] !== currency) return total.plus(amountOf(row));
          return total.plus(
            new Decimal(row["amount"] ?? "").times(rate["rate"] ?? "").toDecimalPlaces(2),
          );
        }, zero);
        if (difference.equals(other.minus(sum))) return "fx_difference";
      }
    }
    return difference.abs().lessThanOrEqualTo("0.005") ? "rounding" : "unexplained";
  }

  const expected = expectedRows.reduce((total, row) => total.plus(amountOf(row)), zero);
  const causes: Record<string, { amount: string; rows: number }> = {};
  let unexplained = zero;
  for (const { cause, amount } of parts) {
    if (cause === "unexplained") unexplained = unexplained.plus(amount);
    else {
      const before = causes[cause] ?? { amount: "0", rows: 0 };
      causes[cause] = { amount: amount.plus(before.amount).toFixed(), rows: before.rows + 1 };
    }
  }
  return {
    expected: { amount: expected.toFixed(), rows: expectedRows.length },
    actual: { amount: actual.toFixed(), rows: paying.length },
    gap: actual.minus(expected).toFixed(),
    causes,
    unexplained: unexplained.toFixed(),
  };
}
