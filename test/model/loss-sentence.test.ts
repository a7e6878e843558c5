import { expect, test } from "vitest";

import type { Estimate, Loss, ProgramLoss } from "#model/loss.ts";
import { lossSentence } from "#model/loss-sentence.ts";

const estimate = (likely: string, low: string, high: string): Estimate => ({ likely, low, high });
const spring: ProgramLoss = {
  program: "spring",
  currency: "USD",
  expected: estimate("40.2", "30", "51"),
  recovered: 0,
  missing: estimate("40.2", "30", "51"),
  revenue: estimate("41200.40", "30000.00", "52000.00"),
  commission: estimate("412.20", "300.00", "520.00"),
};
const loss = (programs: readonly ProgramLoss[], more: Partial<Loss> = {}): string =>
  lossSentence({
    at: "2026-11-21T02:10:00Z",
    programs,
    isCorrected: false,
    unknown: null,
    ...more,
  });

test("what is probably lost is told with its interval and its money", () => {
  expect(loss([spring])).toBe(
    "Probably lost: about 40 (30–51) conversions of spring, about 41,200 USD of revenue and 412 USD of commission.",
  );
});

test("once late records have come in, what is still missing is told", () => {
  const late: ProgramLoss = {
    ...spring,
    recovered: 31,
    missing: estimate("9.2", "0", "20"),
    revenue: estimate("0.00", "0.00", "0.00"),
    commission: estimate("94.30", "0.00", "205.00"),
  };

  expect(loss([late], { isCorrected: true })).toBe(
    "Of about 40 conversions of spring 31 were recovered, 9 (0–20) are still missing, about 94.30 USD of commission.",
  );
  expect(loss([{ ...spring, program: null }], { isCorrected: true })).toMatch(
    /^Of about 40 conversions 0 were recovered, 40 \(30–51\) are still missing/,
  );
  const all = { ...spring, recovered: 60, missing: estimate("0", "0", "0") };
  expect(loss([all])).toBe("Of about 40 conversions of spring 60 were recovered, none is missing.");
});

test("below ten only the interval is told", () => {
  const few: ProgramLoss = {
    ...spring,
    expected: estimate("4", "1", "8"),
    missing: estimate("4", "1", "8"),
    revenue: estimate("40.00", "10.00", "1080.00"),
    commission: null,
  };

  expect(loss([few])).toBe("Probably lost: 1–8 conversions of spring, 10.00–1,080 USD of revenue.");
});

test("a time in which nothing comes in says so, and what cannot be told says why", () => {
  const none = estimate("0", "0", "0");
  const quiet = { ...spring, expected: none, missing: none };

  expect(loss([quiet])).toBe("No conversions of spring were to be expected.");
  expect(loss([], { unknown: "acme does not export conversions." })).toBe(
    "acme does not export conversions.",
  );
});
