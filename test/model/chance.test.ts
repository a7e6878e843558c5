import { expect, test } from "vitest";

import { chanceOfAtLeast, mostByChance } from "#model/chance.ts";

test.each([
  [0, 3, 1],
  [1, 3, 0.950213],
  [3, 3, 0.57681],
  [10, 3, 0.0011025],
  [5, 0, 0],
])("at least %i where %i are usual has a chance of %f", (count, usual, chance) => {
  expect(chanceOfAtLeast(count, usual)).toBeCloseTo(chance, 6);
});

test("a chance far out is small, not zero by rounding", () => {
  expect(chanceOfAtLeast(60, 10)).toBeGreaterThan(1e-30);
  expect(chanceOfAtLeast(60, 10)).toBeLessThan(1e-20);
});

test("large counts agree with the sum of small ones where they meet", () => {
  const [exact, root] = [chanceOfAtLeast(450, 400), chanceOfAtLeast(450 * 1.01, 400 * 1.01)];

  expect(Math.log(exact)).toBeCloseTo(Math.log(root), 0);
});

test("the most that is no surprise is the last count before one", () => {
  for (const usual of [0.1, 3, 42.5, 5000]) {
    const most = mostByChance(usual, 0.001);
    expect(chanceOfAtLeast(most + 1, usual)).toBeLessThan(0.001);
    expect(chanceOfAtLeast(most, usual)).toBeGreaterThanOrEqual(0.001);
  }
});
