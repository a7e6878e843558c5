import { createHash } from "node:crypto";

import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Chance that falls the same way each time. */
export interface Dice {
  /** A whole number, both ends included. */
  between(from: number, to: number): number;
  /** True in so many of a thousand throws. */
  perMille(share: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** Dice of their own for each month and purpose, so that a change in one place moves nothing in another. */
export function diceFor(month: string, purpose: string): Dice {
  const seed = createHash("sha256").update(`${month} ${purpose}`).digest().readInt32BE();
  const generator = xoroshiro128plus(seed);
  const between = (from: number, to: number): number => uniformInt(generator, from, to);
  return {
    between,
    perMille: (share) => between(1, 1000) <= share,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
  };
}
