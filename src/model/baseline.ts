/** What is expected of a number, from what it was before; both ends belong to it. */
export interface Expected {
  readonly from: number;
  readonly to: number;
}

export interface BaselineRules {
  /** Fewer earlier values than this are no baseline. */
  readonly least: number;
  /** How many deviations from the median are still expected. */
  readonly deviations: number;
  /** The width on either side is never less than this share of the median. */
  readonly share?: number;
  /** True for counts of independent records: their own chance alone moves them by the root of their number. */
  readonly counts?: boolean;
}

/** The deviation of a normal distribution whose median absolute deviation is 1. */
const normal = 1.4826;

/** What is expected after these values: their median and so many median absolute deviations; null when they are too few. */
export function baselineOf(values: readonly number[], rules: BaselineRules): Expected | null {
  const { least, deviations, share = 0, counts = false } = rules;
  if (values.length < least) return null;
  const middle = median(values);
  const spread = normal * median(values.map((value) => Math.abs(value - middle)));
  const chance = counts ? Math.sqrt(Math.max(middle, 1)) : 0;
  const width = Math.max(deviations * Math.max(spread, chance), share * Math.abs(middle));
  const from = middle - width;
  return { from: counts ? Math.max(0, from) : from, to: middle + width };
}

/** The middle value, the mean of both where there are two; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const half = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(half)] ?? Number.NaN;
  return ((sorted[half - 1] ?? Number.NaN) + (sorted[half] ?? Number.NaN)) / 2;
}

/** Whether a value is expected. */
export function isWithin(value: number, { from, to }: Expected): boolean {
  return value >= from && value <= to;
}
