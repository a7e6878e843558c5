import { DateTime } from "luxon";

/** A stretch of local time that a zone lives through twice, e.g. 01:00 to 02:00 on the day summer time ends. */
export interface Overlap {
  /** Local times `yyyy-MM-dd HH:mm:ss`, `[start, end)`. */
  readonly start: string;
  readonly end: string;
  readonly minutes: number;
}

const firstYear = 1970;
const lastYear = 2100;
const known = new Map<string, readonly Overlap[]>();

/** Every overlap of a zone from 1970 to 2100. */
export function overlapsOf(timezone: string): readonly Overlap[] {
  const found = known.get(timezone);
  if (found) return found;
  const overlaps: Overlap[] = [];
  const at = (millis: number): DateTime => DateTime.fromMillis(millis, { zone: timezone });
  const end = Date.UTC(lastYear + 1, 0, 1);
  const week = 7 * 86_400_000;
  for (let from = Date.UTC(firstYear, 0, 1); from < end; from += week) {
    const before = at(from).offset;
    if (at(from + week).offset >= before) continue;
    let low = from;
    let high = from + week;
    while (high - low > 60_000) {
      const middle = low + Math.floor((high - low) / 120_000) * 60_000;
      if (at(middle).offset === before) low = middle;
      else high = middle;
    }
    const minutes = before - at(high).offset;
    const start = at(high);
    overlaps.push({
      start: start.toFormat("yyyy-MM-dd HH:mm:ss"),
      end: start.plus({ minutes }).toFormat("yyyy-MM-dd HH:mm:ss"),
      minutes,
    });
  }
  known.set(timezone, overlaps);
  return overlaps;
}
