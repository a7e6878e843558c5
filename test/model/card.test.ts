import { expect, test } from "vitest";

import { noCard, statusesAsked, valueFor } from "#model/card.ts";
import type { CardRequest } from "#model/card.ts";

/** Which comparisons a number is for: of revenue, of a metric, of a tab. */
function taken(card: Partial<CardRequest>) {
  const asked = { ...noCard, value: "41", ...card };
  return (["revenue", "metric", "tab"] as const).map((kind) => valueFor(kind, asked) !== null);
}

test("a number is of the card it was read off, and of any where that is not said", () => {
  expect(taken({})).toEqual([true, true, true]);
  expect(taken({ metric: "revenue" })).toEqual([true, true, false]);
  expect(taken({ metric: "conversions" })).toEqual([false, true, false]);
  expect(taken({ tab: "clicks" })).toEqual([false, false, true]);
});

test("a card is compared with what is approved unless other statuses are asked for", () => {
  expect(statusesAsked({ statuses: null })).toEqual(["approved"]);
  expect(statusesAsked({ statuses: ["pending"] })).toEqual(["pending"]);
});
