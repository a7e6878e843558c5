import { lowerGamma } from "#model/gamma.ts";

/** The chance of a count so large, or larger, where so many independent records are usual: the Poisson distribution. */
export function chanceOfAtLeast(count: number, usual: number): number {
  if (count <= 0) return 1;
  return lowerGamma(count, usual);
}

/** The most that is no surprise: one more has less than this chance. */
export function mostByChance(usual: number, chance: number): number {
  let low = 0;
  let high = Math.ceil(usual) + 1;
  while (chanceOfAtLeast(high, usual) >= chance) high *= 2;
  while (high - low > 1) {
    const half = Math.floor((low + high) / 2);
    if (chanceOfAtLeast(half, usual) >= chance) low = half;
    else high = half;
  }
  return low;
}
