import type { Expected } from "#model/baseline.ts";
import { lowerGamma } from "#model/gamma.ts";

/**
 * How a count of independent records varies: around its mean, by so many times what their own chance alone would give
 * (1: the Poisson distribution).
 */
export interface Spread {
  readonly mean: number;
  readonly dispersion: number;
}

/** The chance of a count so small, or smaller. */
export function atMost(count: number, { mean, dispersion }: Spread): number {
  if (count < 0) return 0;
  return 1 - lowerGamma(count / dispersion + 1, mean / dispersion);
}

/** The chance of a count so large, or larger. */
export function atLeast(count: number, { mean, dispersion }: Spread): number {
  if (count <= 0) return 1;
  return lowerGamma((count - 1) / dispersion + 1, mean / dispersion);
}

/** The counts that are no surprise: below them, and above them, lies a chance of at most `chance` each. */
export function rangeOf(spread: Spread, chance: number): Expected {
  const middle = Math.floor(spread.mean);
  const from = firstWhere(0, middle, (count) => atMost(count, spread) > chance);
  let reach = middle + 1;
  while (atLeast(reach, spread) > chance) reach = reach * 2 + 1;
  const beyond = firstWhere(middle, reach, (count) => atLeast(count, spread) <= chance);
  return { from, to: Math.max(middle, beyond - 1) };
}

/** The first whole number of a range from which on something holds; its end where it never does. */
function firstWhere(from: number, to: number, holds: (count: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const half = Math.floor((low + high) / 2);
    if (holds(half)) high = half;
    else low = half + 1;
  }
  return low;
}
