import { stripVTControlCharacters } from "node:util";

import { expect, test } from "vitest";

import { comparisonsIn } from "#model/earlier.ts";
import type { Explanation } from "#model/explanation.ts";
import { resultOf } from "#runs/result.ts";
import type { StepOutcome } from "#step.ts";
import { resultText } from "#terminal/result-text.ts";
import { context } from "../runs/fixtures.ts";
import { explanation } from "../slack/example-run.ts";

const repeated = {
  id: "repeated_id",
  severity: "warn",
  message: "Two of one id.",
  rows: 2,
} as const;

function compared(reconciliation: string, changes: Partial<Explanation>): StepOutcome {
  const found = { ...explanation, findings: [repeated], ...changes };
  const nothing = { status: "complete", summary: "", report: [], evidence: [] } as const;
  return { ...nothing, reconciliation, explanation: found };
}

const outcomes = [
  compared("payout-mismatch", {}),
  compared("revenue-mismatch", { causes: [], gap: "-5.00", unexplained: "-5.00" }),
];

test("each comparison is told, the worst first and the others besides, a finding of both once", () => {
  const result = resultOf("incident-triage", context, outcomes, "data");
  const text = stripVTControlCharacters(resultText(comparisonsIn(outcomes), result));

  expect(text.startsWith("Besides")).toBe(false);
  expect(text.match(/Besides: /g)).toHaveLength(1);
  expect(text.match(/warn: Two of one id\./g)).toHaveLength(1);
  expect(text.indexOf("Besides: ")).toBeGreaterThan(text.indexOf("Two of one id."));
  expect(result).toMatchObject({
    verdict: "unexplained",
    gap: "-5.00",
    besides: [{ reconciliation: "payout-mismatch", verdict: "explained", gap: explanation.gap }],
  });
});

test("a run of one comparison has nothing besides", () => {
  const one = outcomes.slice(0, 1);
  const result = resultOf("payout-mismatch", context, one, "data");

  expect(result).not.toHaveProperty("besides");
  expect(resultText(comparisonsIn(one), result)).not.toContain("Besides");
});
