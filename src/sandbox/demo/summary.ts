import { Decimal } from "#model/money.ts";
import { localDate } from "#sandbox/demo/calendar.ts";
import { initiatedAt } from "#sandbox/demo/payouts.ts";
import type { Program } from "#sandbox/demo/program.ts";
import { inDollars, type Rates } from "#sandbox/demo/rates.ts";
import type { Sale } from "#sandbox/demo/records.ts";

/** The approved sales of a month in the reporting zone: what finance exports. */
export function approvedIn({ sales }: Program, month: string): Sale[] {
  return sales.filter(({ at, status }) => status === "approved" && localDate(at).startsWith(month));
}

/** What a sale is worth in dollars, at the rate of its day. */
export function worthOfSale({ amount, link, at }: Sale, rates: Rates): Decimal {
  return inDollars(amount, link.partner.currency, rates.on(localDate(at)));
}

/** Whether a sale came in too late for the month's cards, which the platform captures when it pays. */
export function isAfterCards({ recordedAt }: Sale, month: string): boolean {
  return recordedAt > initiatedAt(month);
}

/** Approved sales at a glance; since it is made from order totals, in the last month, it takes euros for dollars. */
export function summaryOf(program: Program, month: string): { revenue: Decimal; rows: number } {
  const known = approvedIn(program, month).filter((sale) => !isAfterCards(sale, month));
  const atPar = month === program.month;
  const revenue = known.reduce(
    (sum, sale) => sum.plus(atPar ? sale.amount : worthOfSale(sale, program.rates)),
    new Decimal(0),
  );
  return { revenue, rows: known.length };
}
