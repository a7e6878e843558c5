import { expect, test } from "vitest";

import { endingSentence } from "#slack/views/ending.ts";
import { collected, exampleRun } from "../example-run.ts";

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
