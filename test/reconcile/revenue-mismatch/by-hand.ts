import { DateTime } from "luxon";

import { Decimal } from "#model/money.ts";
import type { Row } from "../tables.ts";

export interface Program {
  readonly conversions: readonly Row[];
  readonly events: readonly Row[];
  readonly rates: readonly Row[];
}

export interface Asked {
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  readonly cardTimezone: string;
  readonly campaign: string | null;
}

/** The rules of revenue-mismatch one record at a time, slowly, as a person would apply them; USD is the reporting currency. */
export function byHand({ conversions, events, rates }: Program, asked: Asked) {
  const zero = new Decimal(0);
  const dayIn = (text: string, zone: string): string =>
    text.length === 10
      ? text
      : (DateTime.fromISO(text, { setZone: true }).setZone(zone).toISODate() ?? "");
  const inWindow = (row: Row, zone: string): boolean => {
    const day = dayIn(row["occurred_at"] ?? "", zone);
    return day >= asked.from && day <= asked.to;
  };
  const inScope = (row: Row): boolean =>
    asked.campaign === null || row["campaign_id"] === asked.campaign;
  const convert = (row: Row): Decimal => {
    const amount = new Decimal(row["amount"] ?? 0);
    const currency = row["currency"] ?? "USD";
    if (currency === "USD") return amount;
    const day = dayIn(row["occurred_at"] ?? "", asked.timezone);
    const known = rates
      .filter((rate) => rate["from"] === currency && (rate["date"] ?? "") <= day)
      .sort((a, b) => ((a["date"] ?? "") < (b["date"] ?? "") ? 1 : -1));
    if (!known[0]) throw new Error(`no rate for ${currency} on ${day}`);
    return amount.times(known[0]["rate"] ?? "").toDecimalPlaces(2);
  };
  const millis = (row: Row): number =>
    DateTime.fromISO(row["occurred_at"] ?? "", { zone: "utc" }).toMillis();
  const isEarlier = (a: Row, b: Row): boolean =>
    millis(a) < millis(b) ||
    (millis(a) === millis(b) && (a["event_id"] ?? "") < (b["event_id"] ?? ""));

  const countsAsConversion = (row: Row): boolean =>
    row["status"] === "approved" && inScope(row) && inWindow(row, asked.timezone);
  const countsAsSale = (row: Row): boolean => inScope(row) && inWindow(row, asked.cardTimezone);
  const sales = events.filter((event) => event["type"] === "sale");

  const parts: { cause: string; amount: Decimal }[] = [];
  const eventOf = new Map<string, Row>();
  for (const sale of sales) {
    const conversion = sale["conversion_id"];
    const others = sales.filter(
      (other) => conversion && other !== sale && other["conversion_id"] === conversion,
    );
    if (others.some((other) => isEarlier(other, sale))) {
      if (countsAsSale(sale)) parts.push({ cause: "duplicate", amount: convert(sale).negated() });
      continue;
    }
    if (conversions.some((row) => row["conversion_id"] === conversion)) {
      eventOf.set(conversion ?? "", sale);
    } else if (countsAsSale(sale)) {
      parts.push({ cause: "missing_conversion", amount: convert(sale).negated() });
    }
  }
  for (const conversion of conversions) {
    const event = eventOf.get(conversion["conversion_id"] ?? "");
    const a = countsAsConversion(conversion) ? convert(conversion) : zero;
    const e = event && countsAsSale(event) ? convert(event) : zero;
    parts.push({ cause: event ? causeOf(conversion, event) : "missing_event", amount: a.minus(e) });
  }

  function causeOf(conversion: Row, event: Row): string {
    const status = conversion["status"];
    if (!status) return "unknown";
    if (status !== "approved") return `${status}_counted`;
    if (inScope(conversion) !== inScope(event)) return "out_of_scope";
    if (inWindow(conversion, asked.timezone) !== inWindow(event, asked.cardTimezone)) {
      return areSameInstant(conversion, event) ? "timezone_boundary" : "date_differs";
    }
    const isPar =
      conversion["currency"] !== "USD" &&
      (event["currency"] ?? "USD") === "USD" &&
      new Decimal(event["amount"] ?? -1).equals(conversion["amount"] ?? 0);
    return isPar ? "currency_not_converted" : "amount_differs";
  }
  function areSameInstant(conversion: Row, event: Row): boolean {
    const [one, other] = [conversion["occurred_at"] ?? "", event["occurred_at"] ?? ""];
    if ((one.length === 10) === (other.length === 10)) return millis(conversion) === millis(event);
    return [asked.timezone, asked.cardTimezone].some(
      (zone) => dayIn(one, zone) === dayIn(other, zone),
    );
  }

  const sum = (amounts: readonly Decimal[]): Decimal =>
    amounts.reduce((total, amount) => total.plus(amount), zero);
  const causes: Record<string, { amount: string; rows: number }> = {};
  for (const { cause, amount } of parts) {
    if (amount.isZero()) continue;
    const before = causes[cause] ?? { amount: "0", rows: 0 };
    causes[cause] = { amount: amount.plus(before.amount).toFixed(), rows: before.rows + 1 };
  }
  const { unknown, ...named } = causes;
  const counted = conversions.filter(countsAsConversion);
  return {
    actual: { amount: sum(counted.map(convert)), rows: counted.length },
    sales: {
      amount: sum(sales.filter(countsAsSale).map(convert)),
      rows: sales.filter(countsAsSale).length,
    },
    causes: named,
    withoutCause: unknown?.amount ?? "0",
  };
}
