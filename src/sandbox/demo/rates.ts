import { addMonths, at, iso, lastDate } from "#sandbox/demo/calendar.ts";
import { diceFor } from "#sandbox/demo/dice.ts";
import { Decimal } from "#model/money.ts";

/** What one euro is worth in dollars; like a central bank's table, there is none for weekends. */
export interface Rates {
  readonly rows: readonly { readonly date: string; readonly rate: Decimal }[];
  /** The latest rate on or before a date. */
  on(date: string): Decimal;
}

const oneDay = 86_400_000;

/** Daily rates from a week before the first of the three months to the day after the last. */
export function ratesFor(month: string): Rates {
  const dice = diceFor(month, "rates");
  const rows: { date: string; rate: Decimal }[] = [];
  let pips = 10_834;
  const end = at(lastDate(month), "00:00") + oneDay;
  for (
    let day = at(`${addMonths(month, -2)}-01`, "00:00") - 7 * oneDay;
    day <= end;
    day += oneDay
  ) {
    const weekday = new Date(day).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    const drift = pips > 11_300 ? -12 : pips < 10_500 ? 12 : 2;
    pips += dice.between(-48, 48) + drift;
    rows.push({ date: iso(day).slice(0, 10), rate: new Decimal(pips).div(10_000) });
  }
  return {
    rows,
    on(date) {
      const row = rows.findLast((candidate) => candidate.date <= date);
      if (!row) throw new RangeError(`the demo has no rate on or before ${date}`);
      return row.rate;
    },
  };
}

/** An amount in dollars at the rate of a date, to the cent; dollars stay as they are. */
export function inDollars(amount: Decimal, currency: string, rate: Decimal): Decimal {
  return currency === "USD" ? amount : amount.times(rate).toDecimalPlaces(2);
}
