import { Decimal, formatAmount } from "#model/money.ts";
import { localDate } from "#sandbox/demo/calendar.ts";
import { worthOfEvent } from "#sandbox/demo/cards.ts";
import type { Program } from "#sandbox/demo/program.ts";
import { inDollars } from "#sandbox/demo/rates.ts";
import type { Sale, TrafficEvent } from "#sandbox/demo/records.ts";

/** One reason why approved conversions differ from the dashboard's revenue, in dollars. */
export interface RevenueCause {
  readonly cause: string;
  readonly amount: string;
  readonly rows: number;
}

/** What revenue-mismatch must find in the last month for the whole workspace. */
export function revenueAnswer({ month, sales, events, rates }: Program): RevenueCause[] {
  const sold = events.filter(
    (event) => event.sale !== undefined && localDate(event.at).startsWith(month),
  );
  const byConversion = Map.groupBy(sold, ({ sale }) => sale?.conversionId);
  const parts: { cause: string; amount: Decimal }[] = [];
  for (const sale of sales) {
    if (!localDate(sale.at).startsWith(month)) continue;
    const [event, ...repeated] = byConversion.get(sale.id) ?? [];
    byConversion.delete(sale.id);
    const { currency } = sale.link.partner;
    const worth = inDollars(sale.amount, currency, rates.on(localDate(sale.at)));
    const approved = sale.status === "approved" ? worth : new Decimal(0);
    const seen = event ? worthOfEvent(event, rates) : new Decimal(0);
    const amount = approved.minus(seen);
    if (!amount.isZero()) parts.push({ cause: causeOf(sale, event), amount });
    parts.push(...repeated.map((one) => less("duplicate", worthOfEvent(one, rates))));
  }
  for (const event of [...byConversion.values()].flat()) {
    parts.push(less("missing_conversion", worthOfEvent(event, rates)));
  }
  return [...Map.groupBy(parts, ({ cause }) => cause)].map(([cause, all]) => {
    const amount = all.reduce((sum, part) => sum.plus(part.amount), new Decimal(0));
    return { cause, amount: formatAmount(amount, "USD"), rows: all.length };
  });
}

function causeOf(sale: Sale, event: TrafficEvent | undefined): string {
  if (!event) return "missing_event";
  return sale.status === "approved" ? "currency_not_converted" : `${sale.status}_counted`;
}

function less(cause: string, amount: Decimal) {
  return { cause, amount: amount.negated() };
}
