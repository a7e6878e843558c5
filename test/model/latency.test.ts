import * as fc from "fast-check";
import { expect, test } from "vitest";

import { addLatency, addLook, quantile } from "#model/latency.ts";
import type { Latency } from "#model/latency.ts";

const took = fc.array(fc.double({ min: 0.1, max: 3_600_000, noNaN: true }), { minLength: 1 });
const histogramOf = (all: readonly number[]): Latency => {
  const latency: Latency = new Map();
  for (const one of all) addLook(latency, one);
  return latency;
};

test("every quantile is within 2 % of the look it falls on", () => {
  fc.assert(
    fc.property(took, fc.constantFrom(0, 0.5, 0.95, 0.99, 1), (all, share) => {
      const exact = all.toSorted((one, other) => one - other)[
        Math.max(1, Math.ceil(all.length * share)) - 1
      ] as number;
      const told = quantile(histogramOf(all), share) as number;
      expect(Math.abs(told - exact) / exact).toBeLessThanOrEqual(0.02 + 1e-9);
    }),
  );
});

test("two histograms add up to that of all their looks", () => {
  fc.assert(
    fc.property(took, took, (some, others) => {
      const sum = histogramOf(some);
      addLatency(sum, histogramOf(others));
      expect(sum).toEqual(histogramOf([...some, ...others]));
    }),
  );
});

test("a look that took no time, or longer than any bucket, is still counted", () => {
  const latency = histogramOf([0, -1, 1e12]);

  expect([...latency.values()].reduce((sum, count) => sum + count, 0)).toBe(3);
  expect(quantile(new Map(), 0.5)).toBeNull();
});
