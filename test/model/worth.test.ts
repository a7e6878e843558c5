import { expect, test } from "vitest";

import { Decimal } from "#model/money.ts";
import { atRiskOf, worthOf } from "#model/worth.ts";

test("a key is worth what its earlier records were, else what those of all were", () => {
  const worth = worthOf(
    [
      { ago: "0", what: "link a", clicks: "9", value: "900.00" },
      { ago: "1", what: "link a", clicks: "2", value: "0.30" },
      { ago: "2", what: "all", clicks: "4", value: "10.00" },
    ],
    "clicks",
  );

  expect(worth("link a").toFixed()).toBe("0.15");
  expect(worth("link b").toFixed()).toBe("2.5");
});

test("a campaign's money is its links' too, and is counted once", () => {
  const keys = [
    { what: "campaign c", amount: new Decimal("10.10") },
    { what: "link a", amount: new Decimal("7.001") },
    { what: "link b", amount: new Decimal("5.00") },
  ];

  expect(atRiskOf(keys)).toBe("12");
  expect(atRiskOf([])).toBe("0");
});
