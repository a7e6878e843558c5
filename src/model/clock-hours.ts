import { IANAZone } from "luxon";

import type { Hours } from "#model/arrivals.ts";

const hour = 3_600_000;

/** Records by the hour of a wall clock, counted on without a break: the same hour a week before is 168 less. */
export interface ClockHours {
  /** The first hour that is known, and the one after the last. */
  readonly first: number;
  readonly end: number;
  /** The hour of the clock into which one of UTC falls, both since 1970. */
  readonly of: (utcHour: number) => number;
  /** What it brought; null where nothing is known of it: not yet, not healthy, or left out as clocks go forward. */
  readonly at: (clockHour: number) => number | null;
}

/** Lays hours of UTC, `[first, end)`, on the wall clock of a zone; an hour that the clock shows twice is the mean of both. */
export function clockHours(
  hours: Hours,
  {
    first,
    end,
    timezone,
    isIll = () => false,
  }: {
    readonly first: number;
    readonly end: number;
    readonly timezone: string;
    /** Hours that say nothing of what is usual. */
    readonly isIll?: (utcHour: number) => boolean;
  },
): ClockHours {
  const zone = IANAZone.create(timezone);
  const of = (utcHour: number): number => Math.floor(utcHour + zone.offset(utcHour * hour) / 60);
  const begins = of(first);
  const sums: { count: number; times: number }[] = [];
  for (let at = first; at < end; at += 1) {
    if (isIll(at)) continue;
    const sum = (sums[of(at) - begins] ??= { count: 0, times: 0 });
    sum.count += hours.get(at) ?? 0;
    sum.times += 1;
  }
  return {
    first: begins,
    end: of(end),
    of,
    at: (clockHour) => {
      const sum = sums[clockHour - begins];
      return sum ? sum.count / sum.times : null;
    },
  };
}
