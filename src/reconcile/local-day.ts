import { DateTime } from "luxon";

import { literal, localDay } from "#reconcile/sql.ts";

/** How many years before and after a window its own days are cheap to tell: history, and what came in since. */
const margin = 3;

/**
 * The calendar day of an instant in a zone, as SQL, where most lie near a window: there the zone's offsets are written out,
 * which takes a tenth of the time of asking for each; elsewhere each is asked for.
 */
export function localDayNear(
  column: string,
  isDate: string,
  timezone: string,
  window: { readonly from: string; readonly to: string },
): string {
  const yearOf = (day: string): number => Number(day.slice(0, 4));
  const branches = offsetsIn(yearOf(window.from) - margin, yearOf(window.to) + margin, timezone)
    .toReversed()
    .map(
      ({ start, end, minutes }) =>
        `WHEN ${column} >= ${stamp(start)} AND ${column} < ${stamp(end)} THEN CAST(${column} + INTERVAL (${minutes}) MINUTE AS DATE)`,
    );
  const day = `CASE ${branches.join(" ")} ELSE ${localDay(column, "false", timezone)} END`;
  return isDate === "false"
    ? day
    : `CASE WHEN ${isDate} THEN CAST(${column} AS DATE) ELSE ${day} END`;
}

interface Offset {
  readonly start: DateTime;
  readonly end: DateTime;
  readonly minutes: number;
}

/** Finding them costs more than many a check's own SELECT, and each check asks for the same; whole years, so that they stay few. */
const known = new Map<string, readonly Offset[]>();

function offsetsIn(first: number, last: number, timezone: string): readonly Offset[] {
  const key = `${first} ${last} ${timezone}`;
  const found = known.get(key) ?? offsetsBetween(newYear(first), newYear(last + 1), timezone);
  known.set(key, found);
  return found;
}

function newYear(year: number): DateTime {
  return DateTime.fromISO(`${year}-01-01`, { zone: "utc" });
}

/** The spans of one offset each, in order of time. */
function offsetsBetween(from: DateTime, to: DateTime, timezone: string): Offset[] {
  const minutesAt = (at: DateTime): number => at.setZone(timezone).offset;
  const spans: Offset[] = [];
  let start = from;
  for (let day = from; day < to;) {
    const next = day.plus({ days: 1 });
    if (minutesAt(next) !== minutesAt(day)) {
      const change = changeBetween(day, next, minutesAt);
      spans.push({ start, end: change, minutes: minutesAt(day) });
      start = change;
    }
    day = next;
  }
  return [...spans, { start, end: to, minutes: minutesAt(start) }];
}

/** The minute at which the offset changes. */
function changeBetween(
  before: DateTime,
  after: DateTime,
  minutesAt: (at: DateTime) => number,
): DateTime {
  const old = minutesAt(before);
  let [low, high] = [0, Math.round(after.diff(before, "minutes").minutes)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (minutesAt(before.plus({ minutes: middle })) === old) low = middle;
    else high = middle;
  }
  return before.plus({ minutes: high });
}

function stamp(at: DateTime): string {
  return `TIMESTAMP ${literal(at.toFormat("yyyy-MM-dd HH:mm:ss"))}`;
}
