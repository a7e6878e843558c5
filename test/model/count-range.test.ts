import { expect, test } from "vitest";

import { atLeast, atMost, rangeOf } from "#model/count-range.ts";

test.each([
  [1, { mean: 10, dispersion: 1 }, 0.000499],
  [0, { mean: 3, dispersion: 1 }, 0.049787],
  [0, { mean: 6, dispersion: 2 }, 0.049787],
])("%i or fewer of %o has a chance of %f", (count, spread, chance) => {
  expect(atMost(count, spread)).toBeCloseTo(chance, 5);
});

test("so many or more, and fewer, are certain together, also of millions", () => {
  for (const mean of [0.2, 7, 400, 3_000_000]) {
    const spread = { mean, dispersion: 1 };
    const count = Math.ceil(mean);
    expect(atLeast(count, spread) + atMost(count - 1, spread)).toBeCloseTo(1, 9);
  }
});

test.each([
  [{ mean: 0.05, dispersion: 1 }],
  [{ mean: 8, dispersion: 1 }],
  [{ mean: 500, dispersion: 4.5 }],
])(
  "beyond the range of %o lies no more than the chance asked for, and on its ends more",
  (spread) => {
    const { from, to } = rangeOf(spread, 0.001);

    expect(atLeast(to + 1, spread)).toBeLessThanOrEqual(0.001);
    expect(atMost(from - 1, spread)).toBeLessThanOrEqual(0.001);
    expect(atMost(from, spread)).toBeGreaterThan(0.001);
  },
);

test("what varies by more than chance has a wider range", () => {
  expect(rangeOf({ mean: 100, dispersion: 1 }, 0.001)).toEqual({ from: 71, to: 132 });
  expect(rangeOf({ mean: 100, dispersion: 4 }, 0.001)).toEqual({ from: 43, to: 166 });
});
