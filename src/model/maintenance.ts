import { DateTime } from "luxon";

import type { Endpoint, Maintenance } from "#model/endpoint.ts";
import { beginningsOf } from "#model/maintenance-rule.ts";

/** Maintenance that somebody declared of an endpoint; instants are milliseconds of UTC. */
export interface Declared {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** Maintenance that is under way. */
export interface UnderMaintenance {
  /** Milliseconds of UTC at which the last of it ends. */
  readonly until: number;
  readonly reason: string;
}

const hour = 3_600_000;
/** Every look asks: what a rule comes to in an hour is worked out once in that hour. */
const known = new WeakMap<Maintenance, { readonly hour: number; readonly begun: number[] }>();

/**
 * The maintenance in which an endpoint is at an instant, `[begin, end)`, by the configuration or because somebody declared
 * it; null when it is in none. It silences what is said of the endpoint, not what is measured.
 */
export function maintenanceAt(
  { maintenance }: Pick<Endpoint, "maintenance">,
  declared: readonly Declared[],
  at: number,
): UnderMaintenance | null {
  let latest: UnderMaintenance | null = null;
  const take = (until: number, reason: string): void => {
    if (latest === null || until > latest.until) latest = { until, reason };
  };
  for (const { from, to, reason } of declared) if (from <= at && at < to) take(to, reason);
  for (const one of maintenance) {
    for (const begun of begunAround(one, at)) {
      if (begun <= at && at < begun + one.duration) take(begun + one.duration, one.reason);
    }
  }
  return latest;
}

/** Beginnings of what may be under way at some instant of this hour. */
function begunAround(one: Maintenance, at: number): readonly number[] {
  const whole = Math.floor(at / hour);
  const before = known.get(one);
  if (before?.hour === whole) return before.begun;
  const utc = (milliseconds: number): DateTime =>
    DateTime.fromMillis(milliseconds, { zone: "utc" });
  const begun = beginningsOf(one, utc(whole * hour - one.duration - 1), utc((whole + 1) * hour));
  known.set(one, { hour: whole, begun });
  return begun;
}
