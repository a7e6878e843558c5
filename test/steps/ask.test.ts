import { expect, test } from "vitest";

import ask from "#steps/ask.ts";
import { inputOf, saidOf, waits, worldOf } from "./worlds.ts";

const settings = ask.settings.parse({
  question: "When was it seen?",
  label: "Day",
  answer: "date",
});
const run = (...values: string[]) => {
  const answers = values.map((value) => saidOf("answer", { value }));
  return ask.run(settings, inputOf({}, { answers }), worldOf({}));
};

test("it asks for a value of its type", async () => {
  expect(waits(await run()).prompt).toMatchObject({
    text: "When was it seen?",
    actions: ["answer", "hand_over", "skip"],
    field: { label: "Day", type: "date", choices: [] },
    progress: null,
  });
});

test("what is no such value is asked again, with the accepted form", async () => {
  const { prompt, summary } = waits(await run("yesterday", "Oct 3"));

  expect(prompt?.progress).toBe(`"Oct 3" is no date; write it like 2026-10-31`);
  expect(summary).toBe(`Waits for a person: "Oct 3" is no date; write it like 2026-10-31`);
});

test("the first answer that is one counts, for later steps too", async () => {
  expect(await run("yesterday", "2026-10-03", "2026-10-04")).toEqual({
    status: "complete",
    summary: "Answered: 2026-10-03",
    answer: "2026-10-03",
    report: [],
    evidence: [],
  });
});

test("whoever cannot tell skips it", async () => {
  const answers = [saidOf("answer", { value: "?" }), saidOf("skip", { reason: "nobody knows" })];

  expect(await ask.run(settings, inputOf({}, { answers }), worldOf({}))).toMatchObject({
    status: "skipped",
    summary: "Skipped: nobody knows",
  });
});

test.each([
  [{ answer: "choice" }, "answer: choice needs choices"],
  [{ choices: ["a", "b"] }, "only answer: choice has choices"],
])("%j is refused", (more, message) => {
  const result = ask.settings.safeParse({ question: "Which?", ...more });

  expect(result.error?.issues.map((issue) => issue.message)).toEqual([message]);
});
