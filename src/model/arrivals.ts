import { DateTime } from "luxon";

const hour = 3_600_000;
const week = 7 * 24;
/** Weeks that are learned from, and those that there must be. */
export const weeksLearned = 8;
const least = 4;

/** Records by the hour they came in: hours since 1970, in UTC. */
export type Hours = ReadonlyMap<number, number>;

/**
 * How many records the same hours of the week have usually brought since the newest one, on the wall clock of a zone; null
 * before there are four weeks to learn from. The busiest of the weeks is left out, so that one campaign is not the usual.
 */
export function expectedSince(
  hours: Hours,
  {
    newest,
    now,
    timezone,
  }: { readonly newest: DateTime; readonly now: DateTime; readonly timezone: string },
): number | null {
  const last = Math.floor(newest.toMillis() / hour);
  const first = Math.min(...hours.keys());
  if (last - first < least * week) return null;
  let expected = 0;
  for (let at = last; at * hour < now.toMillis(); at += 1) {
    const begins = Math.max(at * hour, newest.toMillis());
    const share = (Math.min((at + 1) * hour, now.toMillis()) - begins) / hour;
    expected += share * usual(earlier(at, hours, { first, last, timezone }));
  }
  return expected;
}

/** What the same hour of the clock brought in the weeks before; those of the silence itself say nothing. */
function earlier(
  at: number,
  hours: Hours,
  {
    first,
    last,
    timezone,
  }: { readonly first: number; readonly last: number; readonly timezone: string },
): number[] {
  const local = DateTime.fromMillis(at * hour, { zone: timezone });
  const counts: number[] = [];
  for (let weeks = 1; counts.length < weeksLearned; weeks += 1) {
    const before = Math.floor(local.minus({ weeks }).toMillis() / hour);
    // Records may begin in the middle of the first hour.
    if (before <= first) break;
    if (before < last) counts.push(hours.get(before) ?? 0);
  }
  return counts;
}

function usual(counts: readonly number[]): number {
  if (counts.length < 2) return counts[0] ?? 0;
  const sum = counts.reduce((total, count) => total + count, 0);
  return (sum - Math.max(...counts)) / (counts.length - 1);
}
