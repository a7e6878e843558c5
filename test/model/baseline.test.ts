import { expect, test } from "vitest";

import { baselineOf, isWithin, median } from "#model/baseline.ts";

const rules = { least: 4, deviations: 3 };

test("the middle of an even number of values is the mean of both", () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, 1, 5])).toBe(5);
});

test("fewer values than the least are no baseline", () => {
  expect(baselineOf([1, 2, 3], rules)).toBeNull();
});

test("one outlier among the earlier values does not widen what is expected", () => {
  const expected = baselineOf([100, 102, 98, 101, 99, 5000], rules);

  expect(expected && isWithin(120, expected)).toBe(false);
  expect(expected && isWithin(101, expected)).toBe(true);
});

test("counts that never moved may still move by their own chance, and never below nothing", () => {
  expect(baselineOf([4, 4, 4, 4], { ...rules, counts: true })).toEqual({ from: 0, to: 10 });
});

test("values that never moved may move by a share where one is given", () => {
  expect(baselineOf([50, 50, 50, 50], { ...rules, share: 0.1 })).toEqual({ from: 45, to: 55 });
});
