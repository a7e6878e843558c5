import { expect, test } from "vitest";

import { programLosses as lossesOrUntold } from "#model/program-loss.ts";
import type { ProgramReading } from "#model/program-loss.ts";

/** The losses where they can be told. */
function programLosses(...asked: Parameters<typeof lossesOrUntold>) {
  const told = lossesOrUntold(...asked);
  return "untold" in told ? null : told;
}

const hour = 3_600_000;
const first = 494_000;
const began = first + 9 * 168 + 1;
const outages = [{ from: began * hour, to: (began + 2) * hour, share: 1, retried: 0 }];

/** Twenty an hour, three of four of them in dollars. */
const reading: ProgramReading = {
  program: "spring",
  first,
  hours: Array.from({ length: began - first }, (_, index) => [first + index, 20] as const),
  worth: [
    {
      currency: "USD",
      revenue: { mean: "103.333333", spread: 0.5 },
      commission: { mean: "10.25", spread: 0.5 },
    },
    { currency: "JPY", revenue: { mean: "12000", spread: 0 }, commission: null },
  ],
  partners: [
    { partner: "p_one", currency: "USD", before: 20_000, within: 20 },
    { partner: "p_two", currency: "USD", before: 2500, within: 0 },
    { partner: "p_two", currency: "JPY", before: 7500, within: 0 },
  ],
};
const past = { timezone: "UTC" };

test("conversions and money are told for each currency by itself, with the interval they lie in", () => {
  const [usd, jpy] = programLosses(reading, outages, past)?.losses ?? [];

  expect(usd).toMatchObject({
    program: "spring",
    currency: "USD",
    expected: { likely: "30", low: "21", high: "39" },
    recovered: 20,
    missing: { likely: "10", low: "1", high: "19" },
  });
  expect(usd?.revenue.likely).toBe("1033.33");
  expect(usd?.commission?.likely).toBe("102.50");
  // Orders differ among themselves: the money is less sure than their number.
  expect(Number(usd?.commission?.low)).toBeLessThan(10.25);
  expect(Number(usd?.commission?.high)).toBeGreaterThan(194.75);
  expect(jpy).toMatchObject({
    currency: "JPY",
    expected: { likely: "10" },
    missing: { likely: "10" },
    revenue: { likely: "120000" },
    commission: null,
  });
});

test("each partner has its own share of it", () => {
  const partners = programLosses(reading, outages, past)?.partners ?? [];

  expect(
    partners.map(({ partner, currency, expected, recovered, missing }) => [
      partner,
      currency,
      expected.likely,
      recovered,
      missing.likely,
    ]),
  ).toEqual([
    ["p_one", "USD", "26.7", 20, "6.7"],
    ["p_two", "USD", "3.3", 0, "3.3"],
    ["p_two", "JPY", "10", 0, "10"],
  ]);
});

test("what came through while it failed in part was never lost, so it is not recovered", () => {
  const half = outages.map((outage) => ({ ...outage, share: 0.5 }));

  const [usd] = programLosses(reading, half, past)?.losses ?? [];

  expect(usd).toMatchObject({
    expected: { likely: "15" },
    recovered: 5,
    missing: { likely: "10" },
  });
});

test("more than was expected leaves nothing missing", () => {
  const partners = reading.partners.map((part) => ({ ...part, within: 100 }));

  const [usd] = programLosses({ ...reading, partners }, outages, past)?.losses ?? [];

  expect(usd).toMatchObject({
    recovered: 200,
    missing: { likely: "0", low: "0", high: "0" },
    revenue: { likely: "0.00", low: "0.00", high: "0.00" },
  });
});

test("a program that is too young is not told of", () => {
  const hours = reading.hours.slice(-600);

  expect(programLosses({ ...reading, first: began - 600, hours }, outages, past)).toBeNull();
});
