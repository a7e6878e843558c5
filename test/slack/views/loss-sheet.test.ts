import { expect, test } from "vitest";

import { lossSheet } from "#slack/views/loss-sheet.ts";

const estimate = (likely: string) => ({ likely, low: "0", high: "20" });

test("each partner is a row with the numbers behind it, and no name is a formula", () => {
  const loss = {
    program: "spring",
    currency: "USD",
    expected: estimate("12.5"),
    recovered: 3,
    missing: estimate("9.5"),
    revenue: estimate("760.00"),
    commission: null,
  };

  expect(
    lossSheet([
      { ...loss, partner: "=cmd" },
      { ...loss, partner: null, commission: estimate("76.00") },
    ]),
  )
    .toBe(`program,partner,currency,expected,recovered,missing,missing_low,missing_high,revenue,revenue_low,revenue_high,commission,commission_low,commission_high
spring,'=cmd,USD,12.5,3,9.5,0,20,760.00,0,20,,,
spring,,USD,12.5,3,9.5,0,20,760.00,0,20,76.00,0,20
`);
});
