import { DateTime } from "luxon";

import type { Period } from "#model/period.ts";

/** A number of the judged window, at 0, and of each window before it, by how many windows ago. */
export type Series = readonly number[];

/** One row of a measure: how many windows ago, whose, and the number as text. */
export type SeriesRow = Readonly<Record<string, string | null>>;

/**
 * The series of each key in rows with `ago` and the two columns named, zero where a window has no row; none reaches back
 * beyond the first window in which there is any record at all, or in which the key was first seen.
 */
export function seriesByKey(
  rows: readonly SeriesRow[],
  { key, value }: { readonly key: string; readonly value: string },
): Map<string, Series> {
  const found = new Map<string, number[]>();
  for (const row of rows) {
    const name = row[key];
    if (name === null || name === undefined) continue;
    const series = found.get(name) ?? [];
    series[Number(row["ago"])] = Number(row[value] ?? 0);
    found.set(name, series);
  }
  return new Map([...found].map(([name, series]) => [name, Array.from(series, (one) => one ?? 0)]));
}

/** The series of rows with one number a window. */
export function seriesOf(rows: readonly SeriesRow[], value: string): Series {
  const one = rows.map((row) => ({ ...row, all: "all" }));
  return seriesByKey(one, { key: "all", value }).get("all") ?? [];
}

/** The name of a period's day of the week: `Tuesday`. */
export function weekdayOf({ from }: Period): string {
  return DateTime.fromISO(from, { zone: "utc", locale: "en-US" }).toFormat("cccc");
}
