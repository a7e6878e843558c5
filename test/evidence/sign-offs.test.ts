import { expect, test } from "vitest";

import type { LedgerItem } from "#evidence/ledger.ts";
import { signOffOf } from "#evidence/sign-offs.ts";
import type { ApprovedStep } from "#evidence/sign-offs.ts";
import type { Answer, StepOutcome, StepPause } from "#step.ts";
import { itemOf, saidOf } from "../steps/worlds.ts";

const pause: StepPause = {
  status: "waiting",
  summary: "Waits for a second person",
  until: null,
  memory: null,
  prompt: {
    actions: ["approve", "reject", "hand_over", "skip"],
    text: "Release the payouts?",
    field: null,
    role: null,
    excludesRequester: true,
    assignee: null,
    reminders: 0,
    progress: null,
  },
};
const step: ApprovedStep = {
  title: "Sign off",
  kind: "approve",
  pause,
  outcome: null,
  endedAt: null,
  isPassed: false,
  answers: [],
};
const ledger: LedgerItem[] = [{ ...itemOf("export"), sequence: 0, hash: "aa" }];
const run = { requestedBy: "U1", isOver: false, ledger };

function ended(status: StepOutcome["status"], summary: string): StepOutcome {
  return { status, summary, report: [], evidence: [] };
}

const by = (action: Answer["action"], evidence: string, more: Partial<Answer> = {}): Answer => ({
  ...saidOf(action, more),
  by: "U2",
  evidence,
});

test("a step that asks for no approval is none", () => {
  const prompt = pause.prompt && { ...pause.prompt, actions: ["confirm"] as const };
  expect(signOffOf({ ...step, kind: "confirm", pause: { ...pause, prompt } }, run)).toBeNull();
});

test("an approval of evidence that grew is void, the one after it counts", () => {
  const answers = [by("approve", "aa"), by("approve", "bb")];
  const outcome = ended("complete", "Approved");

  expect(signOffOf({ ...step, outcome, answers }, run)).toMatchObject({
    question: "Release the payouts?",
    state: "approved",
    said: [
      { by: "U2", evidence: "aa", void: true },
      { by: "U2", evidence: "bb", void: false },
    ],
  });
});

test.each<[string, Partial<ApprovedStep>, string]>([
  [
    "rejected",
    { outcome: ended("attention", "Rejected: wrong"), answers: [by("reject", "aa")] },
    "Rejected: wrong",
  ],
  [
    "skipped",
    { outcome: ended("skipped", "Skipped: late"), answers: [by("skip", "aa")] },
    "Skipped: late",
  ],
  ["unanswered", { outcome: ended("skipped", "Nobody answered") }, "Nobody answered"],
  ["open", {}, "Waits for a second person"],
  ["not_asked", { pause: null, outcome: ended("complete", "No need") }, "No need"],
  ["not_asked", { pause: null, isPassed: true }, "The run went past it"],
])("what became of it is said: %s", (state, changes, summary) => {
  expect(signOffOf({ ...step, ...changes }, run)).toMatchObject({ state, summary });
});

test("asked and canceled is not approved", () => {
  const answers = [by("approve", "an earlier item")];
  expect(signOffOf({ ...step, answers }, { ...run, isOver: true })).toMatchObject({
    state: "unanswered",
    summary: "The run ended before it",
    said: [{ action: "approve", void: true }],
  });
});
