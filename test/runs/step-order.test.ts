/* oxlint-disable unicorn/no-thenable -- what people write in a runbook, and no function */
import { expect, test } from "vitest";

import { orderProblems } from "#runs/step-order.ts";
import type { RunbookStep } from "#runbook.ts";

const stepOf = (id: string, kind: string, more: object = {}): RunbookStep => ({
  id,
  title: id,
  kind,
  ...more,
});
const commissions = stepOf("commissions", "collect", { dataset: "commissions" });
const payouts = stepOf("payouts", "collect", { dataset: "payouts" });
const compare = stepOf("compare", "compare", { reconciliation: "payout-mismatch" });
const rerun = stepOf("again", "rerun", { reconciliation: "payout-mismatch" });
const branchOf = (when: object, then: string, more: object = {}) =>
  stepOf("fork", "branch", { when, then, ...more });
const end = stepOf("end", "note", { text: "Done" });
const tab = stepOf("tab", "ask", { answer: "choice", choices: ["Clicks", "Leads"] });
const compared = [commissions, payouts, compare];

test.each([
  ["only collects", [commissions]],
  ["checks by SQL what it collected", [payouts, stepOf("sql", "check", { sql: "SELECT 1" })]],
  [
    "compares what may be lacking",
    [
      { ...commissions, optional: true },
      { ...payouts, optional: true },
      { ...compare, optional: true },
      rerun,
    ],
  ],
  [
    "branches forward",
    [...compared, branchOf({ verdict: "match" }, "end"), stepOf("x", "note"), end],
  ],
  [
    "branches by what was answered",
    [stepOf("q", "ask"), branchOf({ answer: { step: "q", is: "a" } }, "end"), end],
  ],
  [
    "branches by what its checks by SQL found",
    [
      payouts,
      stepOf("sql", "check", { sql: "SELECT 1" }),
      branchOf({ verdict: "unexplained" }, "end"),
      end,
    ],
  ],
  [
    "branches by one of the choices",
    [tab, branchOf({ answer: { step: "tab", is: "Leads" } }, "end"), end],
  ],
])("a runbook that %s is in order", (_which, steps) => {
  expect(orderProblems(steps)).toEqual([]);
});

test.each([
  [
    "asks exports by SQL before there are any",
    [stepOf("sql", "check", { sql: "SELECT 1" }), payouts],
    [0],
    "it asks the run's exports before there are any: put a step of kind collect before it",
  ],
  [
    "asks by SQL for what no step before collects",
    [payouts, stepOf("sql", "check", { sql: "SELECT 1 FROM payuots" }), commissions],
    [1, "sql"],
    'no step before collects "payuots"; collected: payouts. Did you mean payouts?',
  ],
  [
    "asks by SQL for what a later step collects",
    [
      payouts,
      stepOf("sql", "check", { sql: "FROM payouts JOIN commissions USING (a)" }),
      commissions,
    ],
    [1, "sql"],
    'no step before collects "commissions"; collected: payouts.',
  ],
  [
    "looks for findings before it compares",
    [payouts, stepOf("check", "check", { findings: ["a"] })],
    [1],
    "it checks before anything is compared: put a step of kind compare before it",
  ],
  [
    "captures again before it compares",
    [commissions, payouts, rerun, compare],
    [2],
    "it captures again before anything is compared: put a step of kind compare before it",
  ],
  [
    "leads by a cause before it compares",
    [branchOf({ cause: "unpaid" }, "end"), end],
    [0],
    "it branches before anything is compared: put a step of kind compare before it",
  ],
  [
    "leads by a verdict before anything is judged",
    [payouts, branchOf({ verdict: "match" }, "end"), end],
    [1],
    "it branches by a verdict before there is one: put a step of kind compare, or of kind check with sql, before it",
  ],
  [
    "cannot do without what is optional",
    [commissions, { ...payouts, optional: true }, compare],
    [2],
    "it cannot do without payouts, which are collected as optional: say optional: true here too",
  ],
  [
    "branches back",
    [...compared, branchOf({ verdict: "match" }, "payouts"), end],
    [3, "then"],
    `"payouts" does not stand after it; a branch leads forward only`,
  ],
  [
    "branches to itself",
    [...compared, branchOf({ verdict: "match" }, "end", { else: "fork" }), end],
    [3, "else"],
    `"fork" does not stand after it; a branch leads forward only`,
  ],
  [
    "branches to no step",
    [...compared, branchOf({ verdict: "match" }, "ends"), end],
    [3, "then"],
    `there is no step "ends" after it. Did you mean end?`,
  ],
  [
    "branches by a step that does not stand before it",
    [stepOf("tab", "ask"), branchOf({ answer: { step: "tub", is: "a" } }, "end"), end],
    [1, "when", "answer", "step"],
    `there is no step "tub" before it. Did you mean tab?`,
  ],
  [
    "branches by an answer that is none of the choices",
    [tab, branchOf({ answer: { step: "tab", is: "leads" } }, "end"), end],
    [1, "when", "answer", "is"],
    `"leads" is none of the choices of tab. Did you mean Leads?`,
  ],
  [
    "branches by the answer of a step that asks nothing",
    [payouts, branchOf({ answer: { step: "payouts", is: "yes" } }, "end"), end],
    [1, "when", "answer", "step"],
    `"payouts" is of kind collect, which has no answer: name a step of kind ask`,
  ],
])("a runbook that %s is told where", (_which, steps, path, message) => {
  expect(orderProblems(steps)).toEqual([{ path, message }]);
});
