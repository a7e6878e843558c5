import { expect, test } from "vitest";

import type { Answer, StepInput } from "#step.ts";
import approve from "#steps/approve.ts";
import { explanationOf, inputOf, saidOf, waits, worldOf } from "./worlds.ts";

const text = "Approve this payout.";
const approves = (by: string, evidence = "now") => saidOf("approve", { by, evidence });

function run(answers: Answer[], more: object = {}, input: Partial<StepInput> = {}) {
  const settings = approve.settings.parse({ text, role: "finance", ...more });
  return approve.run(
    settings,
    inputOf({}, { evidenceHead: "now", answers, ...input }),
    worldOf({}),
  );
}

test("it asks a role, without who asked for the run", async () => {
  expect(waits(await run([]))).toMatchObject({
    summary: "Waits for finance",
    prompt: {
      text,
      role: "finance",
      excludesRequester: true,
      actions: ["approve", "reject", "hand_over", "skip"],
      progress: null,
    },
  });
});

test("without a role it asks anybody but who asked for the run", async () => {
  expect(waits(await run([], { role: undefined }))).toMatchObject({
    summary: "Waits for a second person",
    prompt: { role: null, excludesRequester: true },
  });
});

test.each([
  ["a gap with its causes", explanationOf(), "waiting", "Waits for finance"],
  [
    "a match",
    explanationOf({ gap: "0.00", causes: [] }),
    "complete",
    "Nothing to approve: both sides match",
  ],
  ["nothing compared", null, "complete", "Nothing to approve: there is no data"],
])("asked for what is explained alone, %s", async (_what, explanation, status, summary) => {
  const plain = { status: "complete", summary: "", report: [], evidence: [] } as const;
  const outcomes = { compare: explanation ? { ...plain, explanation } : plain };

  expect(await run([], { verdicts: ["explained"] }, { outcomes })).toMatchObject({
    status,
    summary,
  });
});

test("one approval is enough unless more are needed", async () => {
  expect(await run([approves("U2")])).toMatchObject({ status: "complete", summary: "Approved" });
  expect(await run([approves("U2"), approves("U3")], { needed: 2 })).toMatchObject({
    status: "complete",
    summary: "Approved by 2 people",
  });
});

test("the requester's own click and a double click bring nothing", async () => {
  const answers = [approves("U1"), approves("U2"), approves("U2")];

  expect(waits(await run(answers, { needed: 2 })).prompt?.progress).toBe("1 of 2 approved");
});

test("new evidence voids what was approved before it, and says so", async () => {
  const answers = [approves("U2", "before"), approves("U3", "before")];

  expect(waits(await run(answers, { needed: 2 })).prompt?.progress).toBe(
    "0 of 2 approved; 2 approvals are void, because evidence was added since",
  );
  expect(waits(await run([approves("U2", "before")])).summary).toBe(
    "Waits for finance: 0 of 1 approved; 1 approval is void, because evidence was added since",
  );
  expect(await run([...answers, approves("U2"), approves("U3")], { needed: 2 })).toMatchObject({
    status: "complete",
  });
});

test.each([
  ["continue", "attention"],
  ["fail", "failed"],
])("rejected, with on_reject: %s, it ends %s", async (onReject, status) => {
  const answers = [
    approves("U2"),
    saidOf("reject", { by: "U3", evidence: "now", reason: "two fees" }),
  ];

  expect(await run(answers, { needed: 2, on_reject: onReject })).toMatchObject({
    status,
    summary: "Rejected: two fees",
  });
});

test("a rejection a moment after the last approval needed is too late", async () => {
  const answers = [approves("U2", "then"), saidOf("reject", { by: "U3", evidence: "then" })];

  expect(await run(answers)).toMatchObject({ status: "complete" });
});

const late = "Nobody answered within 3d: Approve this payout. 1 of 2 approved.";

test.each([
  ["2026-11-06T08:59:59.999Z", {}, "waiting", "Waits for finance: 1 of 2 approved"],
  ["2026-11-06T09:00:00.000Z", {}, "failed", late],
  ["2026-11-06T09:00:00.000Z", { on_timeout: "skip" }, "skipped", late],
])("at %s, with %j, one of two approvals ends %s", async (at, more, status, summary) => {
  const result = await run([approves("U2")], { needed: 2, ...more }, { at });

  expect(result).toMatchObject({ status, summary });
});
