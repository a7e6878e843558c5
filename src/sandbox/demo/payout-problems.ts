import type { CauseId } from "#model/causes.ts";
import { Decimal } from "#model/money.ts";
import { addMonths, at, localDate, monthsUntil, utcMonth } from "#sandbox/demo/calendar.ts";
import {
  basecamp,
  coupons,
  frugal,
  type Partner,
  summit,
  trailhead,
  flash,
} from "#sandbox/demo/cast.ts";
import { type Dice, diceFor } from "#sandbox/demo/dice.ts";
import { otherRateFor, payoutIdOf, returnedFrom, worthOf } from "#sandbox/demo/payouts.ts";
import type { Rates } from "#sandbox/demo/rates.ts";
import type { Commission, Payout } from "#sandbox/demo/records.ts";

/** A reason why payouts and commissions of one month differ, put there on purpose. */
export interface Planted {
  readonly cause: CauseId;
  readonly month: string;
  /** The records it shows on, once they have their ids. */
  readonly records: readonly { readonly id: string }[];
  /** What it adds to the gap, in dollars. */
  readonly amount: Decimal;
}

/** Plants the last month's troubles in commissions that were all well, before payouts are summed from them. */
export function plantInCommissions(
  month: string,
  commissions: Commission[],
  rates: Rates,
): Planted[] {
  const dice = diceFor(month, "payout problems");
  const planted = (cause: CauseId, records: Commission[], sign: 1 | -1): Planted => ({
    cause,
    month,
    records,
    amount: sum(records, rates).times(sign),
  });

  const returned = commissions.filter(
    ({ payoutId }) => payoutId === payoutIdOf(returnedFrom, month),
  );
  for (const commission of returned) commission.status = "processed";

  const lost = victims(commissions, basecamp, month, 2, dice);
  for (const commission of lost) {
    commission.status = "processed";
    commission.payoutId = `${payoutIdOf(basecamp, month)}b`;
  }

  const refunded = victims(commissions, trailhead, month, 2, dice);
  for (const commission of refunded) {
    commission.status = "refunded";
    if (commission.sale) commission.sale.status = "refunded";
  }

  const twice = victims(commissions, coupons, month, 1, dice).map((commission) => {
    if (commission.sale) commission.sale.events = 2;
    return { ...commission, at: commission.at + 41_000 };
  });
  commissions.push(...twice);

  const held = victims(commissions, frugal, month, 1, dice);
  for (const commission of held) {
    commission.status = "approved";
    commission.payoutId = null;
    commission.holdUntil = at(`${addMonths(month, 1)}-15`, "12:00");
  }

  const forgotten = victims(commissions, summit, month, 2, dice);
  for (const commission of forgotten) {
    commission.status = "approved";
    commission.payoutId = null;
  }

  return [
    planted("payout_failed", returned, -1),
    planted("payout_missing", lost, -1),
    planted("paid_refunded", refunded, 1),
    planted("paid_duplicate", twice, 1),
    planted("held", held, -1),
    planted("unpaid", forgotten, -1),
  ];
}

/** What the way of paying did to every month: days kept in UTC, the wire fee, another day's rate. */
export function foundInPayouts(
  month: string,
  commissions: readonly Commission[],
  payouts: readonly Payout[],
  rates: Rates,
): Planted[] {
  const across = commissions.filter(
    (one) => one.payoutId !== null && localDate(one.at).slice(0, 7) !== utcMonth(one.at),
  );
  return monthsUntil(month).flatMap((name) => {
    const early = across.filter((one) => utcMonth(one.at) === name);
    const late = across.filter((one) => localDate(one.at).startsWith(name));
    const boundary: Planted = {
      cause: "timezone_boundary",
      month: name,
      records: [...early, ...late],
      amount: sum(early, rates).minus(sum(late, rates)),
    };
    const fees = payouts
      .filter((payout) => payout.month === name && payout.fee !== null)
      .map((payout): Planted => differing("fee", payout, commissions, rates));
    const converted = payouts
      .filter((payout) => payout.month === month && payout.month === name)
      .filter(({ partner }) => partner === otherRateFor)
      .map((payout): Planted => differing("fx_difference", payout, commissions, rates));
    return [boundary, ...fees, ...converted];
  });
}

function differing(
  cause: CauseId,
  payout: Payout,
  commissions: readonly Commission[],
  rates: Rates,
): Planted {
  const named = commissions.filter(({ payoutId }) => payoutId === payout.id);
  return {
    cause,
    month: payout.month,
    records: [payout],
    amount: payout.amount.minus(sum(named, rates)),
  };
}

/** Larger paid sales of a partner from the middle of the month, away from the flash sale. */
function victims(
  commissions: readonly Commission[],
  partner: Partner,
  month: string,
  count: number,
  dice: Dice,
): Commission[] {
  const candidates = commissions.filter(
    (one) =>
      one.partner === partner &&
      one.sale !== null &&
      one.status === "paid" &&
      one.sale.amount.gte(120) &&
      one.campaign.costModel === "revshare" &&
      one.campaign !== flash &&
      localDate(one.at) >= `${month}-04` &&
      localDate(one.at) <= `${month}-24`,
  );
  return Array.from({ length: count }, () => {
    const [chosen] = candidates.splice(dice.between(0, candidates.length - 1), 1);
    if (!chosen) throw new Error(`${partner.name} has too few sales in ${month}`);
    return chosen;
  });
}

function sum(commissions: readonly Commission[], rates: Rates): Decimal {
  return commissions.reduce((total, one) => total.plus(worthOf(one, rates)), new Decimal(0));
}
