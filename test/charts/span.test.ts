import { expect, test } from "vitest";

import { spanOf } from "#charts/span.ts";

test("an axis begins at zero while changes are large beside the totals", () => {
  expect(spanOf([1000, 400, 900])).toEqual({ domain: [0, 1000], base: 0, cut: false });
  expect(spanOf([-200, 300])).toEqual({ domain: [-200, 300], base: 0, cut: false });
});

test("an axis is cut when changes would vanish, and totals begin at the edge nearest to zero", () => {
  const above = spanOf([300_000, 301_500, 299_900]);
  expect(above.cut).toBe(true);
  expect(above.base).toBe(above.domain[0]);
  expect(above.base).toBeLessThan(299_900);
  expect(above.base).toBeGreaterThan(299_000);

  const below = spanOf([-300_000, -301_500]);
  expect(below.base).toBe(below.domain[1]);
  expect(below.base).toBeGreaterThan(-300_000);
});

test("an axis without any amount still has a length", () => {
  expect(spanOf([0, 0])).toEqual({ domain: [0, 1], base: 0, cut: false });
  expect(spanOf([412, 412])).toEqual({ domain: [0, 412], base: 0, cut: false });
});
