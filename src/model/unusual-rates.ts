import type { CheckRow } from "#model/check-result.ts";
import { atLeast, atMost, rangeOf } from "#model/count-range.ts";
import { type Forecast, scatterOf, spreadOver } from "#model/forecast.ts";
import type { Period } from "#model/period.ts";
import { type Series, seriesByKey } from "#model/series.ts";

/** How often something befell the records of a key in the windows that were judged together, and how often was expected. */
export interface JudgedRate {
  readonly what: string;
  /** How many windows, the judged one last. */
  readonly windows: number;
  readonly hits: number;
  readonly of: number;
  readonly mean: number;
  readonly expected: { readonly from: number; readonly to: number };
}

export interface RateRules {
  /** The columns of rows with `ago` and `what`: how often, and of how many. */
  readonly hits: string;
  readonly of: string;
  readonly side: "above" | "below";
  /** Fewer earlier windows, or fewer records in them, are no baseline. */
  readonly least: number;
  readonly leastRecords: number;
  /** Of so many windows one may surprise without a reason. */
  readonly onceIn: number;
  /** Less than this many times more, or less, than expected is no surprise. */
  readonly times: number;
  /** Fewer hits than this (expected ones, where they are missing) are no surprise. */
  readonly leastHits: number;
  /** Over how many windows, the judged one last, what is too little for one is gathered. */
  readonly lengths?: readonly number[];
}

/** The judged window of several is at least so unlikely by itself. */
const partOfIt = 0.3;

/** The keys whose rate surprises, each over the windows where it does most; the worst first. */
export function unusualRates(
  rows: readonly CheckRow[],
  period: Pick<Period, "span">,
  rules: RateRules,
): JudgedRate[] {
  const hits = seriesByKey(rows, { key: "what", value: rules.hits });
  const of = seriesByKey(rows, { key: "what", value: rules.of });
  const lengths = period.span === "day" ? (rules.lengths ?? [1, 2, 3, 7]) : [1];
  // Longer spans hold the shorter ones: they are not as many tries as there are spans.
  const chance = 1 / rules.onceIn / Math.max(1, of.size) / Math.sqrt(lengths.length);
  const judged = [...of].flatMap(([what, records]) => {
    const one = hits.get(what) ?? [];
    const found = lengths.flatMap((windows) => {
      const rate = judgeRate(what, one, records, { ...rules, windows, step: stepOf(period) });
      if (!rate || rate.chance > chance) return [];
      const expected = rangeOf(rate.spread, chance);
      return [{ ...rate, expected }];
    });
    return found.toSorted((a, b) => a.chance - b.chance).slice(0, 1);
  });
  return judged.toSorted((a, b) => Math.abs(b.hits - b.mean) - Math.abs(a.hits - a.mean));
}

/** The usual rate by the earlier windows, by weeks where they are days; the highest and the lowest of them left out. */
export function rateForecast(
  hits: Series,
  of: Series,
  { judged, step }: { readonly judged: number; readonly step: number },
): Forecast | null {
  const blocks = Math.floor((of.length - judged) / step);
  if (blocks < 1) return null;
  const sum = (series: Series, block: number): number => {
    const from = judged + block * step;
    return series.slice(from, from + step).reduce((total, one) => total + one, 0);
  };
  const all = Array.from({ length: blocks }, (_, block) => ({
    hits: sum(hits, block),
    of: sum(of, block),
  })).filter((block) => block.of > 0);
  const sorted = all.toSorted((a, b) => a.hits / a.of - b.hits / b.of);
  const kept = sorted.length >= 4 ? sorted.slice(1, -1) : sorted;
  const records = kept.reduce((total, block) => total + block.of, 0);
  if (records === 0) return null;
  // Half a hit more than there were: what never happened yet is rare, not impossible.
  const found = kept.reduce((total, block) => total + block.hits, 0) + 0.5;
  const rate = found / records;
  const at = (ago: number): number => rate * (of[ago] ?? 0);
  const end = judged + blocks * step;
  const expected = of.slice(judged, end).map((_, index) => at(judged + index));
  const counts = expected.map((_, index) => hits[judged + index] ?? 0);
  return { at, dispersion: Math.max(1, scatterOf(counts, expected)), doubt: 1 / found };
}

function judgeRate(
  what: string,
  hits: Series,
  of: Series,
  rules: RateRules & { readonly windows: number; readonly step: number },
) {
  const { windows, step, side, least, leastRecords, times, leastHits } = rules;
  const before = of.slice(windows);
  if (before.length < least || before.reduce((sum, one) => sum + one, 0) < leastRecords) {
    return null;
  }
  const forecast = rateForecast(hits, of, { judged: windows, step });
  if (!forecast) return null;
  const spread = spreadOver(forecast, windows);
  const count = hits.slice(0, windows).reduce((sum, one) => sum + one, 0);
  const records = of.slice(0, windows).reduce((sum, one) => sum + one, 0);
  const { mean } = spread;
  const isFar =
    side === "above"
      ? count >= leastHits && count >= mean * times
      : mean >= leastHits && count * times <= mean;
  const tail = side === "above" ? atLeast : atMost;
  // What was bad and is over is no news: the judged window has its part in it.
  const isOver = tail(hits[0] ?? 0, spreadOver(forecast, 1)) > partOfIt;
  if (!isFar || isOver) return null;
  const chance = tail(count, spread);
  return { what, windows, hits: count, of: records, mean, chance, spread };
}

function stepOf({ span }: Pick<Period, "span">): number {
  return span === "day" ? 7 : 1;
}
