import { expect, test } from "vitest";

import { Decimal } from "#model/money.ts";
import { inDollars, ratesFor } from "#sandbox/demo/rates.ts";

const rates = ratesFor("2026-10");

test("every day of the three months has a rate, weekends the Friday's", () => {
  const dates = rates.rows.map(({ date }) => date);
  expect(dates.at(0)).toBe("2026-07-27");
  expect(dates.at(-1)).toBe("2026-10-30");
  expect(dates).not.toContain("2026-10-17");
  expect(rates.on("2026-10-18")).toBe(rates.on("2026-10-16"));
  expect(() => rates.on("2026-07-01")).toThrow("no rate");
});

test("rates stay where one believes them", () => {
  for (const { rate } of rates.rows) {
    expect(rate.gt("1.00") && rate.lt("1.20")).toBe(true);
  }
});

test("euros become dollars to the cent, half away from zero; dollars stay", () => {
  expect(inDollars(new Decimal("10.05"), "EUR", new Decimal("1.1")).toFixed()).toBe("11.06");
  expect(inDollars(new Decimal("-10.05"), "EUR", new Decimal("1.1")).toFixed()).toBe("-11.06");
  expect(inDollars(new Decimal("10.055"), "USD", new Decimal("1.1")).toFixed()).toBe("10.055");
});
