import { DateTime } from "luxon";

import { campaigns, timezone } from "./program.ts";
import type { Sale, TrialProgram } from "./program.ts";
import { iso } from "./values.ts";

/** The months of a program that have begun. */
export function monthsOf({ starts }: TrialProgram, now: number): DateTime[] {
  const months: DateTime[] = [];
  for (let month = starts; month.toMillis() <= now; month = month.plus({ months: 1 }))
    months.push(month);
  return months;
}

/** The day of a program that an instant is in. */
export function dayOf({ starts }: TrialProgram, at: number): number {
  const today = DateTime.fromMillis(at, { zone: timezone }).startOf("day");
  return Math.round(today.diff(starts, "days").days);
}

/** What each campaign may spend in a month and has spent, and the credit of the account. */
export function budgetsOf(program: TrialProgram, recorded: readonly Sale[], now: number): string[] {
  const { has, sales } = program;
  const rows = monthsOf(program, now).flatMap((month) => {
    const spentOf = (all: readonly Sale[], campaign: string): number =>
      soldIn(month, all)
        .filter((one) => one.campaign === campaign && one.decision === "approved")
        .reduce((sum, { commission }) => sum + commission, 0);
    const isOver = has("budget overrun", dayOf(program, month.set({ day: 15 }).toMillis()));
    const name = month.toFormat("yyyy-MM");
    const used = has("credit used up", dayOf(program, now) - 1) ? 9800 : 6000;
    return [
      ...campaigns.map(({ id }) => {
        const whole = spentOf(sales, id) * (isOver && id === "cmp_blog" ? 0.6 : 1.4);
        return `${id},${name},${whole.toFixed(2)},${spentOf(recorded, id).toFixed(2)},,,USD`;
      }),
      `account,${name},,,10000.00,${used}.00,USD`,
    ];
  });
  return ["scope,period,budget,spent,credit_limit,credit_used,currency", ...rows];
}

/** The dashboard's revenue of each month that is over: every sale that it saw, whatever became of it. */
export function cardsOf(program: TrialProgram, now: number): string[] {
  const rows = monthsOf(program, now).flatMap((month) => {
    const last = month.endOf("month");
    if (last.toMillis() > now) return [];
    const seen = new Map(soldIn(month, program.sales).map((sale) => [sale.order, sale]));
    const cents = [...seen.values()].reduce(
      (sum, { amount, currency }) =>
        sum + Math.round(amount * 100 * (currency === "EUR" ? 1.1 : 1)),
      0,
    );
    const isHigh = program.has("dashboard too high", dayOf(program, last.toMillis()));
    const value = (Math.round(cents * (isHigh ? 1.04 : 1)) / 100).toFixed(2);
    const days = [month, last].map((day) => day.toFormat("yyyy-MM-dd"));
    return [`revenue,${value},${days.join(",")},${timezone},USD,${iso(now)}`];
  });
  return ["metric,value,window_start,window_end,timezone,currency,captured_at", ...rows];
}

function soldIn(month: DateTime, sales: readonly Sale[]): Sale[] {
  const [first, last] = [month.toMillis(), month.endOf("month").toMillis()];
  return sales.filter(({ at }) => at >= first && at <= last);
}
