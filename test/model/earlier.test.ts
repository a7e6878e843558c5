import { expect, test } from "vitest";

import { collectedIn, decidingIn, filesOf, verdictIn } from "#model/earlier.ts";
import { explanationOf, manifestOf } from "../steps/worlds.ts";

const none = { amount: "0.00", currency: "USD", rows: 0 };
const one = { amount: "5.00", currency: "USD", rows: 1 };
const explained = explanationOf();
const matching = explanationOf({ expected: one, actual: one, gap: "0.00", causes: [] });
const empty = explanationOf({ expected: none, actual: none, gap: "0.00", causes: [] });

test("of each dataset the last export counts", () => {
  const outcomes = {
    first: { exports: [manifestOf({ name: "old" }), manifestOf({ dataset: "cards" })] },
    second: { exports: [manifestOf({ name: "new" })] },
  };

  expect(collectedIn(outcomes).map(({ name }) => name)).toEqual(["new", "acme_payouts"]);
});

test.each([
  ["a match does not hide a gap beside it", [explained, matching], "explained"],
  ["silence is worse than a match", [empty, matching], "no_data"],
  ["a gap is worse than silence", [empty, explained], "explained"],
])("%s", (_fact, [left, right], verdict) => {
  const results = [left, right].map((explanation, index) => ({
    status: "complete",
    reconciliation: String(index),
    ...(explanation ? { explanation } : {}),
  }));

  expect(verdictIn(results)).toBe(verdict);
  expect(verdictIn(results.toReversed())).toBe(verdict);
});

test("what was compared again stands for itself", () => {
  const results = [explained, matching].map((explanation) => ({
    reconciliation: "payout-mismatch",
    explanation,
  }));

  expect(decidingIn(results)).toBe(matching);
});

test("a run that compares nothing is judged by what its checks found", () => {
  const collected = { status: "complete", exports: [manifestOf()] };
  const checked = (status: string) => ({ status, judged: true });

  expect(verdictIn([checked("complete")])).toBeNull();
  expect(verdictIn([{ ...collected, exports: [manifestOf({ rows: 0 })] }])).toBeNull();
  expect(verdictIn([collected, checked("complete")])).toBe("match");
  expect(verdictIn([collected, checked("attention")])).toBe("unexplained");
});

test("where nothing was compared or checked, what was collected is no verdict", () => {
  const collected = { status: "attention", exports: [manifestOf()] };

  expect(verdictIn([collected, { status: "attention" }])).toBeNull();
});

test("records are told of an export that is whole in one file", () => {
  const part = { file: "a.csv", original: "a.csv", bytes: 1, sha256: "aa" };

  expect(filesOf(manifestOf({ rows: 3 })).map(({ rows }) => rows)).toEqual([3]);
  expect(filesOf(manifestOf({ parts: [part, part] })).map(({ rows }) => rows)).toEqual([
    null,
    null,
  ]);
});
