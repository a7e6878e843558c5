import { Decimal } from "#model/money.ts";
import { localDate, monthsUntil } from "#sandbox/demo/calendar.ts";
import { boots, type Campaign, campaigns } from "#sandbox/demo/cast.ts";
import { worthOf } from "#sandbox/demo/payouts.ts";
import type { Program } from "#sandbox/demo/program.ts";

/** What a campaign was allowed and what its commissions cost in one month, in dollars. */
export interface Spending {
  readonly campaign: Campaign;
  readonly month: string;
  readonly budget: Decimal;
  readonly spent: Decimal;
}

export const overspent = boots;
const owed = new Set(["approved", "processed", "paid"]);

/** Spending per campaign and month; one campaign goes past its budget in the last. */
export function spendingOf({ month, commissions, rates }: Program): Spending[] {
  const owing = commissions.filter(({ status }) => owed.has(status));
  const byMonth = Map.groupBy(owing, ({ at }) => localDate(at).slice(0, 7));
  return monthsUntil(month).flatMap((name) =>
    campaigns.map((campaign) => {
      const spent = (byMonth.get(name) ?? [])
        .filter((one) => one.campaign === campaign)
        .reduce((sum, one) => sum.plus(worthOf(one, rates)), new Decimal(0));
      const over = campaign === overspent && name === month;
      const budget = spent
        .times(over ? 0.86 : 1.18)
        .toNearest(50, over ? Decimal.ROUND_DOWN : Decimal.ROUND_UP);
      return { campaign, month: name, budget, spent };
    }),
  );
}
