/**
 * How long looks took, as counts of buckets, each 4 % wider than the one before: any quantile is within 2 % of the look
 * it falls on, and two histograms add up to that of both.
 */
export type Latency = Map<number, number>;

const accuracy = 0.02;
const growth = (1 + accuracy) / (1 - accuracy);
const logarithm = Math.log(growth);
/** The bucket of a millisecond; those below it reach down to 0.08 ms, and what is faster is in the first. */
const base = 64;
/** Buckets there are: the last ends beyond three hours. */
export const buckets = 512;

/** Counts one look. */
export function addLook(latency: Latency, milliseconds: number): void {
  const exact = Math.ceil(Math.log(milliseconds) / logarithm) + base;
  // The logarithm of nothing is below every bucket; what is no number is as fast as can be.
  const bucket = exact > 0 ? Math.min(exact, buckets - 1) : 0;
  latency.set(bucket, (latency.get(bucket) ?? 0) + 1);
}

/** Adds the looks of one histogram to another. */
export function addLatency(sum: Latency, other: Latency): void {
  for (const [bucket, count] of other) sum.set(bucket, (sum.get(bucket) ?? 0) + count);
}

/** Milliseconds within which this share of the looks were done; null of none. */
export function quantile(latency: Latency, share: number): number | null {
  const ordered = [...latency].toSorted(([one], [other]) => one - other);
  const all = ordered.reduce((sum, [, count]) => sum + count, 0);
  if (all === 0) return null;
  let left = Math.max(1, Math.ceil(all * share));
  for (const [bucket, count] of ordered) {
    left -= count;
    if (left <= 0) return (2 * growth ** (bucket - base)) / (growth + 1);
  }
  throw new Error("the counts of a histogram do not add up");
}
