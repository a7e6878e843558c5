import { Decimal } from "#model/money.ts";
import { addMonths, at, localDate, monthsUntil } from "#sandbox/demo/calendar.ts";
import { cordee, packlist, type Partner, partners, tidewater } from "#sandbox/demo/cast.ts";
import { inDollars, type Rates } from "#sandbox/demo/rates.ts";
import type { Commission, Payout } from "#sandbox/demo/records.ts";

/** Its bank takes a fee since the second month. */
const feePaidBy = packlist;
/** Paid at another day's rate in the last month. */
export const otherRateFor = cordee;
/** Its bank sent the last month's payout back. */
export const returnedFrom = tidewater;
const wireFee = new Decimal(15);

/** po_2610_03 settles what partner 3 earned in October 2026. */
export function payoutIdOf(partner: Partner, month: string): string {
  return `po_${month.slice(2).replace("-", "")}_${partner.id.slice(-2)}`;
}

/** The platform pays on the first of the next month, in UTC. */
export function initiatedAt(month: string): number {
  return at(`${addMonths(month, 1)}-01`, "08:00");
}

export function settledAt(month: string): number {
  return at(`${addMonths(month, 1)}-01`, "15:00");
}

/** What a commission is worth in dollars, at the rate of its day. */
export function worthOf(commission: Commission, rates: Rates): Decimal {
  const { amount, partner } = commission;
  return inDollars(amount, partner.currency, rates.on(localDate(commission.at)));
}

/** One payout per partner and month: the sum of the commissions that name it, less what the last month's troubles did. */
export function payoutsFor(
  month: string,
  commissions: readonly Commission[],
  rates: Rates,
): Payout[] {
  const byPayout = Map.groupBy(commissions, ({ payoutId }) => payoutId);
  const months = monthsUntil(month);
  return months.flatMap((settles) =>
    partners.map((partner) => {
      const id = payoutIdOf(partner, settles);
      const named = byPayout.get(id) ?? [];
      const last = settles === month;
      const otherRate = rates.on(localDate(initiatedAt(settles)));
      const sum = named.reduce((total, commission) => {
        if (!last || partner !== otherRateFor) return total.plus(worthOf(commission, rates));
        return total.plus(inDollars(commission.amount, partner.currency, otherRate));
      }, new Decimal(0));
      const fee = partner === feePaidBy && settles !== months[0] ? wireFee : null;
      const failed = last && partner === returnedFrom;
      return {
        id,
        partner,
        month: settles,
        status: failed ? "failed" : "completed",
        amount: sum.minus(fee ?? 0),
        fee,
        failureReason: failed ? "account_closed" : null,
      };
    }),
  );
}
