import { expect, test } from "vitest";

import { expectedRate, percentTrend, talliesByKey } from "#model/expected-rate.ts";

const weeks = (...hits: number[]) => hits.map((one) => ({ hits: one, of: 100 }));

test("a rate is expected near what it was, and not above what chance allows", () => {
  const expected = expectedRate(100, weeks(3, 2, 4, 3, 3, 2), { chance: 0.001 });

  expect(expected?.usual).toBeCloseTo(0.0271, 3);
  expect(expected?.to).toBe(0.09);
});

test("more records leave less to chance, down to a multiple of what is usual", () => {
  const past = weeks(3, 2, 4, 3, 3, 2);

  expect(expectedRate(100_000, past, { chance: 0.001, times: 1.5 })?.to).toBeCloseTo(0.0407, 3);
});

test("one bad window before does not make the next one usual", () => {
  const expected = expectedRate(100, weeks(3, 2, 60, 3, 3, 2), { chance: 0.001 });

  expect(expected?.to).toBeLessThan(0.12);
});

test("windows that differ more than by chance widen what is expected", () => {
  const calm = expectedRate(100, weeks(10, 10, 10, 10, 10, 10), { chance: 0.001 });
  const wild = expectedRate(100, weeks(1, 19, 2, 18, 1, 19), { chance: 0.001 });

  expect(wild?.to).toBeGreaterThan((calm?.to ?? 0) + 0.1);
});

test("a key with little past is taken to be like all", () => {
  const past = [1, 2, 3].map(() => ({ hits: 0, of: 2 }));
  const rules = { chance: 0.001 };

  expect(expectedRate(20, past, { ...rules, everywhere: 0.3 })?.usual).toBeCloseTo(0.24, 2);
});

test("too few windows, or no record, are nothing to expect by", () => {
  expect(expectedRate(100, weeks(3, 2), { chance: 0.001 })).toBeNull();
  expect(expectedRate(0, weeks(3, 2, 4), { chance: 0.001 })).toBeNull();
});

test("tallies are read by key and window, empty where a window has no row", () => {
  const rows = [
    { ago: "0", link: "a", hits: "2", of: "8" },
    { ago: "2", link: "a", hits: "1", of: "4" },
  ];
  const tallies = talliesByKey(rows, "link").get("a") ?? [];

  expect(tallies).toEqual([
    { hits: 2, of: 8 },
    { hits: 0, of: 0 },
    { hits: 1, of: 4 },
  ]);
  expect(percentTrend(tallies)).toEqual([25, 0, 25]);
});
