import { median } from "#model/baseline.ts";
import { mostByChance } from "#model/chance.ts";
import type { SeriesRow } from "#model/series.ts";

/** How many of a window's records were of a kind, or how often something befell them. */
export interface Tally {
  readonly hits: number;
  readonly of: number;
}

/** The rate that is usual, and the most that is expected of so many records. */
export interface ExpectedRate {
  readonly usual: number;
  readonly to: number;
}

export interface RateRules {
  /** A surprise has less than this chance; divide it by the number of keys that are judged at once. */
  readonly chance: number;
  /** The rate of all keys together: what one with little past is taken to be like. */
  readonly everywhere?: number;
  /** Less than this many times the usual rate is never a surprise. */
  readonly times?: number;
  /** Fewer earlier windows with records than this are nothing to expect by. */
  readonly least?: number;
}

/** So many records of its own weigh as much as the rate of all keys. */
const weight = 20;
const normal = 1.4826;

/**
 * What is expected of a rate over so many records, from the windows before: their own chance, wider where the windows
 * differed among themselves by more than that, and not drawn up by the worst of them. Null without enough windows.
 */
export function expectedRate(
  records: number,
  earlier: readonly Tally[],
  { chance, everywhere, times = 1.5, least = 3 }: RateRules,
): ExpectedRate | null {
  const windows = earlier.filter(({ of }) => of > 0);
  if (windows.length < least || records <= 0) return null;
  const usual = pooled(withoutWorst(windows), everywhere ?? pooled(windows));
  const apart = windows.map(({ hits, of }) => Math.abs(hits - of * usual) / Math.sqrt(of * usual));
  const spread = Math.max(1, normal * median(apart));
  const mean = records * usual;
  const most = mean + (mostByChance(mean, chance) - mean) * spread;
  return { usual, to: Math.max(most / records, usual * times) };
}

/** The rate of several windows together, drawn to another where they hold little. */
export function pooled(windows: readonly Tally[], towards?: number): number {
  const sum = (of: keyof Tally) => windows.reduce((all, window) => all + window[of], 0);
  // Half a hit more than there were: what never happened yet is rare, not impossible.
  const [hits, records] = [sum("hits") + 0.5, sum("of") + 1];
  return towards === undefined ? hits / records : (hits + weight * towards) / (records + weight);
}

function withoutWorst(windows: readonly Tally[]): readonly Tally[] {
  if (windows.length < 5) return windows;
  return windows.toSorted((a, b) => b.hits / b.of - a.hits / a.of).slice(1);
}

/** The tallies of each key, the judged window's at 0, of rows with `ago`, `hits`, `of` and the column named. */
export function talliesByKey(rows: readonly SeriesRow[], key: string): Map<string, Tally[]> {
  const found = new Map<string, Tally[]>();
  for (const row of rows) {
    const name = row[key];
    if (name === null || name === undefined) continue;
    const tallies = found.get(name) ?? [];
    tallies[Number(row["ago"])] = { hits: Number(row["hits"] ?? 0), of: Number(row["of"] ?? 0) };
    found.set(name, tallies);
  }
  const none = { hits: 0, of: 0 };
  return new Map([...found].map(([name, all]) => [name, Array.from(all, (one) => one ?? none)]));
}

/** A rate in percent, to a tenth; 0 of none. */
export function percentOf({ hits, of }: Tally): number {
  return of === 0 ? 0 : Math.round((hits / of) * 1000) / 10;
}

/** The rates of the last so many windows in percent, oldest first. */
export function percentTrend(tallies: readonly Tally[], windows = 14): number[] {
  return tallies.slice(0, windows).map(percentOf).toReversed();
}
