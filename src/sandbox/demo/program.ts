import { commissionsFor, number } from "#sandbox/demo/commissions.ts";
import { Customers } from "#sandbox/demo/customers.ts";
import { diceFor } from "#sandbox/demo/dice.ts";
import { payoutsFor } from "#sandbox/demo/payouts.ts";
import { foundInPayouts, plantInCommissions, type Planted } from "#sandbox/demo/payout-problems.ts";
import { type Rates, ratesFor } from "#sandbox/demo/rates.ts";
import type { Commission, Customer, Payout, Sale, TrafficEvent } from "#sandbox/demo/records.ts";
import { salesFor } from "#sandbox/demo/sales.ts";
import { plantInTracking, type TrackingProblems } from "#sandbox/demo/tracking-problems.ts";
import { trafficFor } from "#sandbox/demo/traffic.ts";

/** Three months of an affiliate program, and what was planted in it. */
export interface Program {
  readonly month: string;
  readonly rates: Rates;
  readonly sales: readonly Sale[];
  readonly customers: readonly Customer[];
  readonly commissions: readonly Commission[];
  readonly payouts: readonly Payout[];
  readonly events: readonly TrafficEvent[];
  readonly planted: readonly Planted[];
  readonly tracking: TrackingProblems;
}

/** The events' ids: they are numbered in order of time. */
export function eventIdsOf({ events }: Pick<Program, "events">): Map<TrafficEvent, string> {
  return new Map(events.map((event, at) => [event, `ev_${String(at + 1).padStart(6, "0")}`]));
}

/** Makes the program whose last closed month is given; the same one every time. */
export function programOf(month: string): Program {
  const rates = ratesFor(month);
  const customers = new Customers(diceFor(month, "customers"));
  const sales = salesFor(month, customers);
  const commissions = commissionsFor(month, sales);
  const planted = plantInCommissions(month, commissions, rates);
  number(commissions);
  const payouts = payoutsFor(month, commissions, rates);
  planted.push(...foundInPayouts(month, commissions, payouts, rates));
  const tracking = plantInTracking(month, sales);
  const events = trafficFor(month, sales, commissions);
  return {
    month,
    rates,
    sales,
    customers: customers.all,
    commissions,
    payouts,
    events,
    planted,
    tracking,
  };
}
