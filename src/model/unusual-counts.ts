import type { Expected } from "#model/baseline.ts";
import type { CheckRow } from "#model/check-result.ts";
import { rangeOf, type Spread } from "#model/count-range.ts";
import { forecastOf, spreadOver, weekShapeOf } from "#model/forecast.ts";
import type { Period } from "#model/period.ts";
import { seriesByKey, type Series } from "#model/series.ts";

/** The count of one key in the judged window, and what was expected of it. */
export interface JudgedCount {
  /** `all`, or `campaign cmp_1`. */
  readonly what: string;
  readonly count: number;
  readonly mean: number;
  readonly expected: Expected;
}

export interface CountRules {
  /** The column that is judged, of rows with `ago` and `what`. */
  readonly count: string;
  /** Fewer earlier windows than this are no baseline. */
  readonly least: number;
  /** Of so many windows one may surprise without a reason. */
  readonly onceIn: number;
  /** What lies this near to what was expected, as a share of it, is no surprise. */
  readonly share: number;
}

export interface JudgedCounts {
  readonly all: JudgedCount | null;
  readonly series: Series;
  /** The keys that surprise, the farthest from what was expected first. */
  readonly unusual: readonly JudgedCount[];
}

/** Judges a count and its parts: half of the surprises allowed are the whole's, the other half all its keys' together. */
export function judgeCounts(
  rows: readonly CheckRow[],
  period: Pick<Period, "span">,
  rules: CountRules,
): JudgedCounts {
  const found = seriesByKey(rows, { key: "what", value: rules.count });
  const series = found.get("all") ?? [];
  found.delete("all");
  const shape = period.span === "day" ? weekShapeOf(series) : null;
  const each = 1 / rules.onceIn / 4;
  const judge = (what: string, one: Series, chance: number): JudgedCount | null => {
    const forecast = forecastOf(one, { span: period.span, least: rules.least, shape });
    if (!forecast) return null;
    const spread = spreadOver(forecast, 1);
    const expected = widened(rangeOf(spread, chance), spread, rules.share);
    return { what, count: one[0] ?? 0, mean: spread.mean, expected };
  };
  const parts = [...found].flatMap(
    ([what, one]) => judge(what, one, each / Math.max(1, found.size)) ?? [],
  );
  return {
    all: judge("all", series, each),
    series,
    unusual: parts.filter(isUnusual).toSorted((a, b) => apart(b) - apart(a)),
  };
}

export function isUnusual({ count, expected }: Pick<JudgedCount, "count" | "expected">): boolean {
  return count < expected.from || count > expected.to;
}

/** A range that ends no nearer to the mean than a share of it. */
function widened({ from, to }: Expected, { mean }: Spread, share: number): Expected {
  return {
    from: Math.min(from, Math.ceil(mean * (1 - share))),
    to: Math.max(to, Math.floor(mean * (1 + share))),
  };
}

function apart({ count, mean }: JudgedCount): number {
  return Math.abs(count - mean);
}
