import { expect, test } from "vitest";

import { displayLength } from "#model/duration.ts";

test.each([
  [0, "0 s"],
  [45_900, "45 s"],
  [120_000, "2 min"],
  [171_000, "2 min 51 s"],
  [599_000, "9 min 59 s"],
  [759_000, "12 min"],
  [5_520_000, "1 h 32 min"],
  [183_600_000, "2 d 3 h"],
])("%i ms lasted %s", (milliseconds, words) => {
  expect(displayLength(milliseconds)).toBe(words);
});
