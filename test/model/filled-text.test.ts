import { expect, test } from "vitest";

import { fillable, filled } from "#model/filled-text.ts";
import { inputOf } from "../steps/worlds.ts";

test("words in braces say what the run is about", () => {
  const text = "{source}: {window} in {timezone}, {currency}, {scope}, {statuses}, {tab}, {other}";

  expect(filled(text, inputOf())).toBe(
    "acme: 2026-10 in America/New_York, USD, all, all, every tab, {other}",
  );
});

test("statuses of a card are the approved unless others are asked for", () => {
  const asked = inputOf({}, { context: { ...inputOf().context, statuses: ["pending"] } });

  expect(filled("{card_statuses}", inputOf())).toBe("approved");
  expect(filled("{card_statuses}", asked)).toBe("pending");
});

test("a word that stands for nothing is refused with those that do", () => {
  expect(fillable(100).safeParse("in {windw}").error?.issues[0]?.message).toBe(
    "{windw} is not known here: source, window, timezone, currency, scope, statuses, card_statuses, card, metric, tab",
  );
});
