import { expect, test } from "vitest";

import type { Explanation } from "#model/explanation.ts";
import type { FindingId } from "#model/findings.ts";
import type { Finding } from "#model/outcome.ts";
import { stepFlaws } from "#runs/step-flaws.ts";
import check from "#steps/check/index.ts";
import { explanationOf, inputOf, worldOf } from "../worlds.ts";

function after(explanation: Explanation) {
  return inputOf({
    compare: { status: "attention", summary: "", report: [], evidence: [], explanation },
  });
}

const wrongPayee = { id: "wrong_payee", severity: "fail", message: "…", rows: 3 } as const;

test("it is complete when none of the causes occurred", async () => {
  const settings = { absent: ["paid_fraud" as const], findings: ["wrong_payee"] };

  expect(await check.run(settings, after(explanationOf()), worldOf({}))).toEqual({
    status: "complete",
    summary: "Confirmed: none found",
    report: [],
    evidence: [],
  });
});

test("it names those that occurred with their amounts, most money first", async () => {
  const settings = { absent: ["unpaid" as const, "paid_refunded" as const], findings: [] };

  expect(await check.run(settings, after(explanationOf()), worldOf({}))).toMatchObject({
    status: "attention",
    summary: "Paid although refunded +20.50, Approved and not paid −7.25",
  });
});

test("it names findings that must not be either", async () => {
  const settings = { absent: ["paid_fraud" as const], findings: ["wrong_payee"] };
  const explanation = explanationOf({ findings: [wrongPayee] });

  expect(await check.run(settings, after(explanation), worldOf({}))).toMatchObject({
    status: "attention",
    summary: "wrong payee in 3 records",
  });
});

test("where both sides are empty there is nothing to confirm", async () => {
  const settings = { absent: ["paid_fraud" as const], findings: ["wrong_payee"] };
  const none = { amount: "0.00", currency: "USD", rows: 0 };
  const empty = explanationOf({ expected: none, actual: none, gap: "0.00", causes: [] });
  const onlyPayouts = { ...empty, actual: { ...none, rows: 1 } };

  expect(await check.run(settings, after(empty), worldOf({}))).toMatchObject({
    status: "attention",
    summary: "No records to confirm",
  });
  expect(await check.run(settings, after(onlyPayouts), worldOf({}))).toMatchObject({
    status: "complete",
  });
});

test.each([
  ["not_available_duplicates", "paid_duplicate", []],
  ["not_available_payee", "paid_out_of_scope", []],
  ["not_available_payee", "payout_out_of_scope", []],
  ["not_available_payee", "paid_fraud", ["wrong_payee"]],
  ["not_available_payout", "paid_refunded", []],
] as const)("%s leaves open what is asked of %s %j", async (id, absent, unwanted) => {
  const lacking = { id, severity: "warn", message: "No column x, so y cannot be seen.", rows: 0 };
  const explanation = explanationOf({ findings: [lacking as Finding], causes: [] });
  const settings = { absent: [absent], findings: [...unwanted] };

  expect(await check.run(settings, after(explanation), worldOf({}))).toMatchObject({
    status: "attention",
    summary: "Not available: No column x, so y cannot be seen.",
  });
});

test("what was found is named before what could not be judged, and other gaps are not named", async () => {
  const gap = (id: FindingId, message: string) => ({
    id,
    severity: "warn" as const,
    message,
    rows: 0,
  });
  const explanation = explanationOf({
    findings: [
      gap("not_available_payee", "No partner."),
      gap("not_available_duplicates", "No id."),
    ],
  });
  const settings = { absent: ["paid_refunded" as const], findings: ["wrong_payee"] };

  expect(await check.run(settings, after(explanation), worldOf({}))).toMatchObject({
    status: "attention",
    summary: "Paid although refunded +20.50; Not available: No partner.",
  });
});

test("a finding that no comparison can have is refused, and the one meant is suggested", () => {
  const written = { id: "who", kind: "check", findings: ["wrong_payee", "wrong_paye"] };
  const kinds = new Map([["check", check]]);

  expect(stepFlaws({ steps: [written] }, { kinds, roles: [], config: undefined })).toContainEqual({
    path: ["steps", 0, "findings", 1],
    message: `"wrong_paye" is not known here. Did you mean wrong_payee?`,
  });
});

test("where a branch led past the comparison nothing is confirmed", async () => {
  const settings = { absent: ["unpaid" as const], findings: [] };

  expect(await check.run(settings, inputOf(), worldOf({}))).toMatchObject({
    status: "attention",
    summary: "Nothing was compared, so nothing can be confirmed",
  });
});

test("a card that differs in the field confirmed is named, one that differs in another is not", async () => {
  const settings = { absent: ["paid_fraud" as const], findings: ["context_differs.timezone"] };
  const differs = (field: string): Explanation =>
    explanationOf({
      findings: [{ id: "context_differs", severity: "warn", message: "…", rows: 1, field }],
    });

  expect(await check.run(settings, after(differs("timezone")), worldOf({}))).toMatchObject({
    status: "attention",
    summary: "the card's timezone differs",
  });
  expect(await check.run(settings, after(differs("statuses")), worldOf({}))).toMatchObject({
    status: "complete",
  });
});

test("nothing is confirmed while part of the gap is unexplained", async () => {
  const settings = { absent: ["paid_fraud" as const], findings: [] };
  const open = explanationOf({ unexplained: "-41.03" });

  expect(await check.run(settings, after(open), worldOf({}))).toMatchObject({
    status: "attention",
    summary: "Open: −41.03 of the gap is unexplained",
  });
});
