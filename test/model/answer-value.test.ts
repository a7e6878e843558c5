import { expect, test } from "vitest";

import { readAnswer } from "#model/answer-value.ts";
import type { AnswerField } from "#model/prompt.ts";

const choices = ["Clicks", "Leads"];
const fieldOf = (type: AnswerField["type"]): AnswerField => ({ label: "Answer", type, choices });

test.each([
  ["text", " as it was ", "as it was"],
  ["number", "12400.00", "12400.00"],
  ["number", "−3", "-3"],
  ["date", "2028-02-29", "2028-02-29"],
  ["choice", "clicks", "Clicks"],
] as const)("a %s %j is kept as %j", (type, typed, value) => {
  expect(readAnswer(typed, fieldOf(type))).toEqual({ kind: "valid", value });
});

test.each([
  ["text", "  ", "An empty answer is none; write a few words"],
  ["text", null, "An empty answer is none; write a few words"],
  ["number", "1,200", `"1,200" is no number; write it like 12400.00`],
  ["number", "1e9", `"1e9" is no number; write it like 12400.00`],
  ["date", "2026-02-29", `"2026-02-29" is no date; write it like 2026-10-31`],
  ["date", "31/10/2026", `"31/10/2026" is no date; write it like 2026-10-31`],
  ["choice", "sales", `"sales" is no choice; choose Clicks, Leads`],
] as const)("a %s %j is refused with the accepted form", (type, typed, sentence) => {
  expect(readAnswer(typed, fieldOf(type))).toEqual({ kind: "invalid", sentence });
});
