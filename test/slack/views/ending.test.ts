import { expect, test } from "vitest";

import { endingInShort, endingSentence } from "#slack/views/ending.ts";
import { collected, compared, exampleRun } from "../example-run.ts";

const found = { ...collected, status: "attention", summary: "2 records found" } as const;

test.each([
  ["match", [collected, collected], ["Nothing was found.", ""]],
  [
    "unexplained",
    [collected, found],
    ["Found:", " Explain payouts against commissions: 2 records found."],
  ],
  [
    "unexplained",
    [found, found],
    ["Found:", " Export commissions by status: 2 records found and 1 more."],
  ],
  ["no_data", [null, null], ["No data.", ""]],
] as const)(
  "a run that compared nothing and ended %s says what its steps found",
  (verdict, outcomes, words) => {
    const { run, steps } = exampleRun({ status: "finished", verdict }, outcomes);

    expect(endingSentence(run, steps, verdict)).toEqual(words);
  },
);

test("in short, a comparison is its gap without the causes, and a failure keeps its reason", () => {
  const ended = exampleRun({ status: "finished", verdict: "explained" }, [collected, compared]);
  const failed = exampleRun({ status: "failed", failure: "The exports are gone." });
  const words = ({ run, steps }: typeof ended, ending: "explained" | "failed") =>
    endingInShort(run, steps, ending).flatMap((part) =>
      typeof part === "string" ? part : part?.type === "text" ? part.text : [],
    );

  expect(words(ended, "explained").join("")).toMatch(/^ \S[^:]* commissions$/);
  expect(words(failed, "failed").join("")).toBe(" The run failed. The exports are gone.");
});
