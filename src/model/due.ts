import { CronExpressionParser } from "cron-parser";
import { DateTime, IANAZone } from "luxon";

import type { Cadence, DaysOff } from "#model/cadence.ts";

type When = Pick<Cadence, "cron" | "timezone" | "daysOff">;

const hour = 3_600_000;
/** Clocks differ from UTC by less, and are changed by less. */
export const widest = 27 * hour;

/**
 * The instants at which a cadence is due, `(after, until]`, in order: a time that does not exist in its timezone is the next
 * instant that does, one that occurs twice is its first, and two that fall together are one.
 */
export function dueBetween(cadence: When, after: DateTime, until: DateTime): DateTime[] {
  const due = new Map<number, DateTime>();
  for (const wall of wallTimes(cadence, after.toMillis() - widest, until.toMillis() + widest)) {
    const instant = firstInstantAt(wall, cadence.timezone);
    if (instant > after.toMillis() && instant <= until.toMillis()) {
      due.set(instant, DateTime.fromMillis(instant, { zone: cadence.timezone }));
    }
  }
  return [...due.values()].toSorted((left, right) => left.toMillis() - right.toMillis());
}

/** The next instant at which a cadence is due, null when it never is. */
export function nextDue(cadence: When, after: DateTime): DateTime | null {
  for (const days of [2, 40, 400, 3000]) {
    const [next] = dueBetween(cadence, after, after.plus({ days }));
    if (next) return next;
  }
  return null;
}

/** What the clock on the wall shows when a cadence is due, as milliseconds of UTC: there no hour is missing and none comes twice. */
function* wallTimes({ cron, daysOff }: When, from: number, to: number): Generator<number> {
  const times = CronExpressionParser.parse(cron, {
    tz: "UTC",
    currentDate: from - longestOff(daysOff) * 24 * hour,
    endDate: to,
  });
  while (times.hasNext()) yield working(times.next().getTime(), daysOff);
}

/** Days in a row that can be off, at most: what is due on them is due after them, and each week of them takes a date. */
function longestOff({ weekdays, dates }: DaysOff): number {
  return weekdays.length === 0 ? dates.length : 7 * (dates.length + 1);
}

function working(wall: number, { weekdays, dates }: DaysOff): number {
  if (weekdays.length === 0 && dates.length === 0) return wall;
  let day = DateTime.fromMillis(wall, { zone: "utc" });
  while (weekdays.includes(day.weekday) || dates.includes(day.toISODate() ?? "")) {
    day = day.plus({ days: 1 });
  }
  return day.toMillis();
}

/** The first instant at which the wall clock of a zone shows a time, or has just passed over it. */
export function firstInstantAt(wall: number, timezone: string): number {
  const shown = (instant: number): number => instant + offsetAt(instant, timezone);
  const offsets = [offsetAt(wall - widest, timezone), offsetAt(wall + widest, timezone)];
  const candidates = offsets.map((offset) => wall - offset).toSorted((left, right) => left - right);
  const exact = candidates.find((instant) => shown(instant) === wall);
  if (exact !== undefined) return exact;
  let [before, at] = [(candidates[0] ?? wall) - hour, (candidates[1] ?? wall) + hour];
  while (at - before > 1000) {
    const middle = Math.floor((before + at) / 2000) * 1000;
    if (shown(middle) < wall) before = middle;
    else at = middle;
  }
  return at;
}

function offsetAt(instant: number, timezone: string): number {
  return IANAZone.create(timezone).offset(instant) * 60_000;
}
