import { DateTime } from "luxon";

import type { Outage } from "#model/loss-estimate.ts";

import { Chance } from "./chance.ts";

/** A program's conversions by the hour before an outage, and those that the outage took. */
export interface OutageTrial {
  readonly timezone: string;
  /** Hours since 1970 in UTC. */
  readonly first: number;
  readonly hours: Map<number, number>;
  readonly outage: Outage;
  /** What its rate would have brought, and what really would have come. */
  readonly mean: number;
  readonly lost: number;
}

const hour = 3_600_000;
const weeks = 9;
const zones = [
  "America/New_York",
  "Europe/Berlin",
  "Australia/Sydney",
  "Asia/Kolkata",
  "UTC",
] as const;

/** A program with busy and quiet hours, weekends, growth, better and worse days, hours that vary by more than chance, a campaign now and then. */
export function outageTrial(random: () => number): OutageTrial {
  const chance = new Chance(random);
  const timezone = chance.pick(zones);
  // Anywhere in a year, so that clocks go back or forward within some of the weeks.
  const began = Date.UTC(2026, 0, 1) + Math.floor(random() * 365 * 24 * 60) * 60_000;
  const first = Math.floor(began / hour) - weeks * 168 - Math.floor(chance.between(0, 48));
  const lasts = 60_000 * Math.round(10 ** chance.between(1, Math.log10(24 * 60)));
  const outage: Outage = { from: began, to: began + lasts, share: 1, retried: 0 };
  const rateAt = rates(chance, timezone, first);
  const hours = new Map<number, number>();
  for (let at = first; at * hour < began; at += 1) {
    const part = Math.min(1, began / hour - at);
    const count = chance.poisson(part * rateAt(at));
    if (count > 0) hours.set(at, count);
  }
  let mean = 0;
  for (let at = Math.floor(began / hour); at * hour < outage.to; at += 1) {
    const length = Math.min(outage.to, (at + 1) * hour) - Math.max(began, at * hour);
    mean += (length / hour) * rateAt(at);
  }
  return { timezone, first, hours, outage, mean, lost: chance.poisson(mean) };
}

function rates(chance: Chance, timezone: string, first: number): (at: number) => number {
  const usual = 10 ** chance.between(0, 3);
  const [swing, peak] = [chance.between(0.3, 0.9), chance.between(10, 20)];
  const weekend = chance.between(0.4, 1.3);
  const growth = chance.between(0.98, 1.04);
  const [daily, hourly] = [chance.between(0.05, 0.2), chance.between(0.05, 0.25)];
  const days = new Map<string, number>();
  const known = new Map<number, number>();
  const drawn = (at: number): number => {
    const local = DateTime.fromMillis(at * hour, { zone: timezone });
    const date = local.toISODate() ?? "";
    const campaign = chance.bool(0.02) ? chance.between(1.5, 3) : 1;
    const day = days.get(date) ?? chance.lognormal(daily) * campaign;
    days.set(date, day);
    const ofDay = 1 + swing * Math.cos(((local.hour - peak) / 12) * Math.PI);
    const ofWeek = local.weekday > 5 ? weekend : 1;
    return usual * ofDay * ofWeek * growth ** ((at - first) / 168) * day * chance.lognormal(hourly);
  };
  return (at) => {
    const rate = known.get(at) ?? drawn(at);
    known.set(at, rate);
    return rate;
  };
}
