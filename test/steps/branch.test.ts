/* oxlint-disable unicorn/no-thenable -- what people write in a runbook, and no function */
import { expect, test } from "vitest";

import type { Explanation } from "#model/explanation.ts";
import type { StepOutcome } from "#step.ts";
import branch from "#steps/branch.ts";
import { explanationOf, inputOf, manifestOf, worldOf } from "./worlds.ts";

const plain = { summary: "", report: [], evidence: [] };
const finding = { id: "wrong_payee", severity: "fail", message: "…", rows: 1 } as const;
const outcomes: Record<string, StepOutcome> = {
  compare: { ...plain, status: "attention", explanation: explanationOf({ findings: [finding] }) },
  tab: { ...plain, status: "complete", answer: "Leads" },
  look: { ...plain, status: "attention" },
};

function run(when: object, more: object = {}) {
  const settings = branch.settings.parse({ when, then: "yes", ...more });
  return branch.run(settings, inputOf(outcomes), worldOf({}));
}

test.each([
  { verdict: "explained" },
  { cause: "unpaid" },
  { finding: "wrong_payee" },
  { answer: { step: "tab", is: "Leads" } },
  { status: { step: "look", is: "attention" } },
  { status: { step: "never", is: "skipped" } },
  { verdict: "explained", cause: "unpaid" },
])("%j holds, so it goes on with the step named", async (when) => {
  expect(await run(when)).toMatchObject({
    status: "complete",
    summary: "Holds: goes on with yes",
    next: "yes",
  });
});

test.each([
  [{ verdict: "match" }, "The verdict is explained"],
  [{ cause: "held" }, "No cause held"],
  [{ finding: "repeated_id" }, "No finding repeated_id"],
  [{ answer: { step: "tab", is: "Clicks" } }, "tab was answered Leads"],
  [{ answer: { step: "look", is: "Clicks" } }, "look was not answered"],
  [{ status: { step: "tab", is: "skipped" } }, "tab is complete"],
  [{ verdict: "explained", cause: "held" }, "No cause held"],
])("%j does not: %s", async (when, summary) => {
  expect(await run(when, { else: "no" })).toMatchObject({
    summary: `${summary}: goes on with no`,
    next: "no",
  });
  expect(await run(when)).toEqual({ status: "complete", summary, report: [], evidence: [] });
});

test("where nothing was looked at the verdict is no data, as it is the run's", async () => {
  const settings = branch.settings.parse({ when: { verdict: "match" }, then: "yes" });

  expect(await branch.run(settings, inputOf(), worldOf({}))).toMatchObject({
    summary: "The verdict is no_data",
  });
});

test("the verdict is what the run comes to: the worst comparison, else what checks by SQL found", async () => {
  const match = { ...explanationOf({ findings: [], causes: [] }), gap: "0.00" };
  const compared = (reconciliation: string, explanation: Explanation) =>
    ({ ...plain, status: "complete", reconciliation, explanation }) as const;
  const worst = {
    first: compared("payout-mismatch", explanationOf({ findings: [finding] })),
    last: compared("revenue-mismatch", match),
  };
  const read = { ...plain, status: "complete", exports: [manifestOf({ rows: 3 })] } as const;
  const checked = { read, sql: { ...plain, status: "attention", judged: true } } as const;
  const by = async (verdict: string, left: Record<string, StepOutcome>) =>
    branch.run(
      branch.settings.parse({ when: { verdict }, then: "yes" }),
      inputOf(left),
      worldOf({}),
    );

  expect(await by("explained", worst)).toMatchObject({ next: "yes" });
  expect(await by("match", worst)).toMatchObject({ summary: "The verdict is explained" });
  expect(await by("unexplained", checked)).toMatchObject({ next: "yes" });
});

test("a finding may be named with the field it is about, as a check names it", async () => {
  const differs = { id: "context_differs", field: "timezone", severity: "warn" } as const;
  const findings = [{ ...differs, message: "…", rows: 1 }];
  const compare = {
    ...plain,
    status: "attention",
    explanation: explanationOf({ findings }),
  } as const;
  const settings = branch.settings.parse({
    when: { finding: "context_differs.timezone" },
    then: "yes",
  });

  expect(await branch.run(settings, inputOf({ compare }), worldOf({}))).toMatchObject({
    next: "yes",
  });
});

test("a finding that no comparison can have is refused", () => {
  expect(branch.settings.safeParse({ when: { finding: "wrong_paye" }, then: "yes" }).success).toBe(
    false,
  );
});

test("a branch that asks nothing is refused", () => {
  expect(branch.settings.safeParse({ when: {}, then: "yes" }).error?.issues[0]?.message).toBe(
    "say at least one of verdict, cause, finding, answer, status",
  );
});
