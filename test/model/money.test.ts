import { expect, test } from "vitest";

import {
  Decimal,
  displayAmount,
  displaySigned,
  formatAmount,
  isCurrency,
  minorDigits,
} from "#model/money.ts";

test("an amount keeps every decimal it has and at least its currency's", () => {
  expect(formatAmount("16", "USD")).toBe("16.00");
  expect(formatAmount("3209.309", "USD")).toBe("3209.309");
  expect(formatAmount("-370.0000000000", "USD")).toBe("-370.00");
  expect(formatAmount("1200", "JPY")).toBe("1200");
  expect(formatAmount("1.5", "KWD")).toBe("1.500");
});

test("sums never pass through a float", () => {
  const sum = new Decimal("0.1").plus("0.2").plus("12345678901234567890.01");

  expect(formatAmount(sum, "USD")).toBe("12345678901234567890.31");
});

test("half a minor unit rounds away from zero on both sides", () => {
  expect(new Decimal("2.345").toDecimalPlaces(2).toString()).toBe("2.35");
  expect(new Decimal("-2.345").toDecimalPlaces(2).toString()).toBe("-2.35");
});

test("people read a true minus sign, a currency and thousands", () => {
  expect(displayAmount("-1234.5", "USD")).toBe("−$1,234.50");
  expect(displayAmount("12345678901234567.891", "EUR")).toBe("€12,345,678,901,234,567.891");
  expect(displaySigned("2252.77", "USD")).toBe("+2,252.77");
  expect(displaySigned("-164.02", "USD")).toBe("−164.02");
  expect(displaySigned("0", "USD")).toBe("0.00");
  expect(displayAmount("-1234", null)).toBe("−1,234");
  expect(displaySigned("1234", null)).toBe("+1,234");
});

test("only currencies of ISO 4217 in capitals are currencies", () => {
  expect(["USD", "EUR", "JPY"].map(isCurrency)).toEqual([true, true, true]);
  expect(["usd", "XQZ", "", "US"].map(isCurrency)).toEqual([false, false, false, false]);
  expect([minorDigits("USD"), minorDigits("JPY"), minorDigits("KWD")]).toEqual([2, 0, 3]);
});
