import type { ActionsBlock, Button } from "@slack/types";
import { z } from "zod";

import type { AnswerAction, Prompt } from "#model/prompt.ts";
import type { StepKey } from "#runs/run-rows.ts";
import { parsedJson, readButton } from "#slack/views/button-value.ts";

/** The first part of the action ids of a prompt's buttons; the second is what a click says. */
export const answerAction = "answer";

/** What a click needs words, a value or a person for, and so opens a form. */
const inForms: ReadonlySet<AnswerAction> = new Set(["reject", "answer", "skip", "hand_over"]);

export function needsForm(action: AnswerAction): boolean {
  return inForms.has(action);
}

/** A prompt's buttons, first what settles it, last what moves it on. */
export function answerButtons(key: StepKey, { actions }: Pick<Prompt, "actions">): ActionsBlock {
  const shown = order.filter((action) => actions.includes(action));
  const approves = actions.includes("approve");
  return {
    type: "actions",
    block_id: "answers",
    elements: shown.map((action) => answerButton(key, action, labelOf(action, approves))),
  };
}

/** A button that says one thing to a step, or asks in a form for the rest of it. */
export function answerButton(
  { runId, position }: StepKey,
  action: AnswerAction,
  label: string,
): Button {
  return {
    type: "button",
    action_id: `${answerAction}:${action}`,
    text: { type: "plain_text", text: label },
    value: JSON.stringify({ runId, position }),
    ...(isMain(action) ? { style: "primary" } : {}),
  };
}

const order: readonly AnswerAction[] = [
  "confirm",
  "answer",
  "approve",
  "reject",
  "hand_over",
  "skip",
];

export function labelOf(action: AnswerAction, approves: boolean): string {
  const labels: Readonly<Record<AnswerAction, string>> = {
    confirm: "Confirm",
    answer: "Answer…",
    approve: "Approve",
    reject: approves ? "Reject…" : "Not so…",
    hand_over: "Hand over…",
    skip: "Skip…",
  };
  return labels[action];
}

function isMain(action: AnswerAction): boolean {
  return action === "confirm" || action === "answer" || action === "approve";
}

const stepKey = z.object({ runId: z.string(), position: z.int().min(0) });
const action = z.enum(["confirm", "reject", "answer", "approve", "skip", "hand_over"]);

/** What a clicked button says, and to which step. */
export function readAnswerButton(id: string, value: string): StepKey & { action: AnswerAction } {
  const said = readButton(action, id.slice(answerAction.length + 1));
  return { ...readButton(stepKey, parsedJson(value)), action: said };
}
