import { expect, test } from "vitest";

import type { Answer } from "#model/prompt.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import type { StepOutcome } from "#step.ts";
import { runProgress } from "#slack/views/run-progress.ts";
import { signedOff } from "#slack/views/sign-off.ts";
import { saidOf } from "../../steps/worlds.ts";
import { compared, exampleRun } from "../example-run.ts";
import { question } from "../open-prompt.ts";
import { wordsOf } from "./words.ts";

/** A run whose last step asked for approval, and what is told of it. */
function approving(
  outcome: Partial<StepOutcome> | null,
  said: readonly Answer[],
  changes: Partial<Run> = {},
) {
  const prompt = { ...question, actions: ["approve", "reject"] as const, excludesRequester: true };
  const pause = { status: "waiting", summary: "", prompt, until: null, memory: null } as const;
  const whole = outcome && { status: "skipped", summary: "", report: [], evidence: [], ...outcome };
  const ended = { status: "finished", verdict: "explained", ...changes } as const;
  const { run, steps } = exampleRun(ended, [compared, whole as StepOutcome | null]);
  const last = steps[1] as RunStep;
  const told = { answers: new Map([[1, said]]), canceledBy: null };
  return { run, steps: [...steps.slice(0, 1), { ...last, pause }], told };
}

test.each([
  [
    "approved, by all who approved the evidence as it stands",
    { status: "complete", summary: "Approved by 2 people" } as const,
    [
      saidOf("approve", { by: "U4", evidence: "before" }),
      saidOf("approve", { by: "U2", evidence: "now" }),
      saidOf("approve", { by: "U3", evidence: "now" }),
    ],
    "✅ @U0MAYA0001 The run is over. Approved by @U2, @U3.\n",
  ],
  [
    "rejected, by whom and why",
    { status: "attention", summary: "Rejected: two fees" } as const,
    [saidOf("approve", { by: "U3" }), saidOf("reject", { by: "U2", reason: "two fees" })],
    "⚠️ @U0MAYA0001 The run is over. Not approved. Rejected: two fees (@U2)\n",
  ],
  [
    "not approved in time",
    { status: "skipped", summary: "Nobody answered within 5d: Sign it off." } as const,
    [],
    "⚠️ @U0MAYA0001 The run is over. Not approved. Nobody answered within 5d: Sign it off.\n",
  ],
])("a run ends %s, in its thread and in the channel", (_how, outcome, said, words) => {
  const { run, steps, told } = approving(outcome, said);

  expect(wordsOf(signedOff(run, steps, told).blocks)).toBe(words);
  const above = wordsOf(runProgress(run, steps, told).blocks[0]);
  expect(above).toMatch(/^:warning: Payouts are \$164\.02 below commissions/);
  expect(above).toContain(words.replace("@U0MAYA0001 The run is over. ", ""));
});

test("a run canceled while it waited says so, and no more of its approval", () => {
  const changes = { status: "canceled", verdict: null, failure: "paid by hand" } as const;
  const { run, steps, told } = approving(null, [], changes);

  expect(wordsOf(signedOff(run, steps, { ...told, canceledBy: "U2" }).blocks)).toBe(
    ":octagonal_sign: @U0MAYA0001 Canceled by @U2. paid by hand\n",
  );
});
