import { expect, test } from "vitest";

import type { Answer, Prompt } from "#model/prompt.ts";
import type { Role } from "#model/roles.ts";
import type { RunStep } from "#runs/announcer.ts";
import { prompt } from "#slack/views/prompt.ts";
import { collected, exampleRun } from "../example-run.ts";
import { question } from "../open-prompt.ts";
import { wordsOf } from "./words.ts";

const answer: Answer = {
  action: "approve",
  by: "U0TOMAS002",
  at: "2026-11-21T12:00:00.000Z",
  value: null,
  reason: null,
  evidence: "",
};

function shown(
  status: RunStep["status"],
  changes: Partial<Prompt>,
  answers: readonly Answer[] = [],
  outcome: RunStep["outcome"] = null,
  roles: Readonly<Record<string, Role>> = {},
): string {
  const { run, steps } = exampleRun();
  const step = { ...(steps[0] as RunStep), status, outcome };
  const told = {
    answers: new Map([[0, answers]]),
    canceledBy: null,
    roles: new Map(Object.entries(roles)),
    pictures: [],
    evidenceHead: "now",
  };
  return wordsOf(prompt(run, step, { ...question, ...changes }, told).blocks);
}

test("a question says whom it waits for, how far it has come, and what can be said", () => {
  const asked = shown("waiting", {
    actions: ["approve", "reject", "hand_over", "skip"],
    excludesRequester: true,
    progress: "1 of 2 approved",
  });

  expect(asked).toContain("✋ Export commissions by status");
  expect(asked).toContain("1 of 2 approved");
  expect(asked).toContain(
    "Anybody here may approve, but not <@U0MAYA0001>, who asked for the run.",
  );
  expect(asked).toContain("Approve\nReject…\nHand over…\nSkip…\n");
});

test("a role that does not exist is nobody's to answer for", () => {
  const finance = { users: ["U1"], groups: [], channels: [], may: [], runbooks: [] };
  const asked = shown("waiting", { actions: ["approve"], role: "fynance" }, [], null, { finance });

  expect(asked).not.toContain("@");
  expect(asked).toContain("Nobody may approve: no role is called *fynance*.");
});

test("every approval that was given stays under the question, handing over does not", () => {
  const answers = [
    { ...answer, action: "hand_over" as const, value: "U0INES0005" },
    answer,
    { ...answer, by: "U0INES0005" },
  ];
  const settled = shown("complete", { actions: ["approve"] }, answers, collected);

  expect(settled).toContain("✅");
  expect(settled.match(/Approved by @U0\w+/g)).toEqual([
    "Approved by @U0TOMAS002",
    "Approved by @U0INES0005",
  ]);
  expect(settled).not.toContain("Handed over");
});

test("who has approved so far stands in the question, and whose approval is void", () => {
  const answers = [
    { ...answer, evidence: "before" },
    { ...answer, by: "U0INES0005", evidence: "now" },
  ];
  const asked = shown("waiting", { actions: ["approve", "reject"] }, answers);

  expect(asked).toMatch(/↩️ Approved by @U0TOMAS002.*: void, approve again/);
  expect(asked).toContain("✅ Approved by @U0INES0005");
  expect(asked.match(/void/g)).toHaveLength(1);
});

test("a reason stands below what was said", () => {
  const said = { ...answer, action: "reject" as const, reason: "It is the Leads tab" };
  const settled = shown("attention", {}, [said], { ...collected, status: "attention" });

  expect(settled).toContain("⚠️");
  expect(settled).toContain("Denied by @U0TOMAS002");
  expect(settled).toContain("“It is the Leads tab”");
});

test("a question that nobody answered says how its step ended", () => {
  const outcome = {
    ...collected,
    status: "skipped" as const,
    summary: "Nobody answered within 3d",
  };

  expect(shown("skipped", {}, [], outcome)).toContain("Nobody answered within 3d");
});
