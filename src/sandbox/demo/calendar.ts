import { DateTime } from "luxon";

/** The zone the program reports in; its platform keeps its days in UTC. */
export const reportingZone = "America/New_York";

/** One day of the program in the reporting zone. */
export interface Day {
  readonly date: string;
  readonly month: string;
  readonly ofMonth: number;
  /** Milliseconds of its first instant. */
  readonly start: number;
  readonly lastOfMonth: boolean;
  readonly weekend: boolean;
}

const hour = 3_600_000;
export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => count * hour;

/** The three months that end with this one. */
export function monthsUntil(month: string): readonly [string, string, string] {
  return [addMonths(month, -2), addMonths(month, -1), month];
}

export function addMonths(month: string, count: number): string {
  return firstDay(month, "utc").plus({ months: count }).toFormat("yyyy-MM");
}

export function daysOf(month: string): Day[] {
  const first = firstDay(month, reportingZone);
  return Array.from({ length: first.daysInMonth ?? 0 }, (_, index) => {
    const day = first.plus({ days: index });
    return {
      date: day.toFormat("yyyy-MM-dd"),
      month,
      ofMonth: day.day,
      start: day.toMillis(),
      lastOfMonth: day.day === day.daysInMonth,
      weekend: day.weekday > 5,
    };
  });
}

/** The instants of a month in a zone, `[start, end)`. */
export function boundsOfMonth(month: string, zone: string): { start: number; end: number } {
  const first = firstDay(month, zone);
  return { start: first.toMillis(), end: first.plus({ months: 1 }).toMillis() };
}

/** The month's last date, as 2026-10-31. */
export function lastDate(month: string): string {
  return firstDay(month, "utc").endOf("month").toFormat("yyyy-MM-dd");
}

/** Milliseconds of a date and time of day in UTC, or in another zone. */
export function at(date: string, time: string, zone = "utc"): number {
  return DateTime.fromISO(`${date}T${time}`, { zone }).toMillis();
}

/** Dates by hour: the zone's offset is whole hours and changes on the hour. */
const datesByHour = new Map<number, string>();

/** The date of an instant in the reporting zone. */
export function localDate(instant: number): string {
  const wholeHour = Math.floor(instant / hour);
  const known = datesByHour.get(wholeHour);
  if (known !== undefined) return known;
  const date = DateTime.fromMillis(instant, { zone: reportingZone }).toFormat("yyyy-MM-dd");
  datesByHour.set(wholeHour, date);
  return date;
}

/** 2026-10-16T14:55:01Z */
export function iso(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

/** 2026-10-16 14:55:01, in UTC and not saying so, as platforms like to write it. */
export function bare(instant: number): string {
  return new Date(instant).toISOString().slice(0, 19).replace("T", " ");
}

/** 2026-10-16T10:55:01-04:00 */
export function withOffset(instant: number): string {
  return DateTime.fromMillis(instant, { zone: reportingZone }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
}

export function utcMonth(instant: number): string {
  return iso(instant).slice(0, 7);
}

function firstDay(month: string, zone: string): DateTime<true> {
  const day = DateTime.fromISO(`${month}-01`, { zone });
  if (!day.isValid) throw new RangeError(`"${month}" is not a month; write it like 2026-10`);
  return day;
}
