import type { InputBlock, KnownBlock, ModalView, Option } from "@slack/types";
import { z } from "zod";

import type { AnswerAction, AnswerField, Prompt } from "#model/prompt.ts";
import type { RunStep } from "#runs/announcer.ts";
import { cut, limits } from "#slack/block-budget.ts";
import { bold, line, quote, richText } from "#slack/rich-text.ts";
import { labelOf } from "#slack/views/answer-button.ts";

export const answerFormCallback = "answer_form";
const valueBlock = "value";
const reasonBlock = "reason";

/** What the form remembers while it is open. */
const remembered = z.object({
  runId: z.string(),
  position: z.number(),
  action: z.enum(["confirm", "reject", "answer", "approve", "skip", "hand_over"]),
  channel: z.string(),
  thread: z.string().nullable(),
  /** Where a private answer can go for half an hour. */
  respond: z.string().nullable(),
});
export type AnswerMemory = z.infer<typeof remembered>;

/** More choices than can be seen at once go into a menu. */
const mostRadios = 10;

/** The modal for what a click alone cannot say: a value, a reason, another person. */
export function answerForm(memory: AnswerMemory, step: RunStep, prompt: Prompt): ModalView {
  const { action } = memory;
  const label = labelOf(action, prompt.actions.includes("approve")).replace("…", "");
  return {
    type: "modal",
    callback_id: answerFormCallback,
    title: { type: "plain_text", text: label },
    submit: { type: "plain_text", text: label },
    close: { type: "plain_text", text: "Cancel" },
    private_metadata: JSON.stringify(memory),
    blocks: [
      richText(line([bold(step.title)]), quote(prompt.text, limits.section)),
      ...inputs(action, prompt),
    ],
  };
}

function inputs(action: AnswerAction, { field }: Prompt): KnownBlock[] {
  switch (action) {
    case "answer":
      return [valueInput(field ?? { label: "Answer", type: "text", choices: [] })];
    case "hand_over":
      return [
        input(valueBlock, "To whom", { type: "users_select", action_id: "value" }),
        reason("A word to them", true),
      ];
    case "skip":
      return [reason("Why can this be skipped?", false)];
    default:
      return [reason("What is not so?", false)];
  }
}

function reason(label: string, optional: boolean): InputBlock {
  const element = {
    type: "plain_text_input",
    action_id: "value",
    multiline: true,
    max_length: limits.inputValue,
  } as const;
  const hint = { type: "plain_text", text: "It is kept with the run's evidence." } as const;
  return { ...input(reasonBlock, label, element), optional, hint };
}

function valueInput({ label, type, choices }: AnswerField): InputBlock {
  return input(valueBlock, cut(label, 200) || "Answer", elementOf(type, choices));
}

function elementOf(type: AnswerField["type"], choices: readonly string[]): InputBlock["element"] {
  const common = { action_id: "value" };
  if (type === "number") return { type: "number_input", is_decimal_allowed: true, ...common };
  if (type === "date") return { type: "datepicker", ...common };
  if (type === "choice" && choices.length > 0) {
    const options = choices.slice(0, limits.options).map(option);
    if (choices.length <= mostRadios) return { type: "radio_buttons", options, ...common };
    return { type: "static_select", options, ...common };
  }
  return { type: "plain_text_input", max_length: limits.inputValue, ...common };
}

/** A choice travels by its place in the list: Slack allows its words less room than a runbook does. */
function option(choice: string, index: number): Option & { text: { type: "plain_text" } } {
  return {
    value: String(index),
    text: { type: "plain_text", text: cut(choice, limits.optionText).trim() || "–" },
  };
}

function input(block: string, label: string, element: InputBlock["element"]): InputBlock {
  return { type: "input", block_id: block, label: { type: "plain_text", text: label }, element };
}

export function readAnswerMemory(metadata: string): AnswerMemory {
  return remembered.parse(JSON.parse(metadata));
}

interface Held {
  readonly value?: string | null;
  readonly selected_user?: string | null;
  readonly selected_date?: string | null;
  readonly selected_option?: { readonly value?: string } | null;
}

/** What the submitted form holds: a value, a choice by its place, a person, a reason. */
export function readAnswerForm(values: Readonly<Record<string, Readonly<Record<string, Held>>>>): {
  value: string | null;
  choice: number | null;
  reason: string | null;
} {
  const {
    value,
    selected_user: user,
    selected_date: date,
    selected_option: chosen,
  } = values[valueBlock]?.["value"] ?? {};
  const said = value ?? user ?? date ?? "";
  return {
    value: said.trim() || null,
    choice: chosen?.value === undefined ? null : Number(chosen.value),
    reason: values[reasonBlock]?.["value"]?.value?.trim() || null,
  };
}

/** What is missing or cannot be, beside its field; Slack asks for most of it before the bot does. */
export function answerErrors(
  { action }: AnswerMemory,
  { value, choice, reason: why }: ReturnType<typeof readAnswerForm>,
): Record<string, string> {
  const needsValue = action === "answer" || action === "hand_over";
  const errors: Record<string, string> = {};
  if (needsValue && value === null && choice === null) errors[valueBlock] = "Fill this in.";
  if (!needsValue && why === null)
    errors[reasonBlock] = "A few words, for those who read this later.";
  return errors;
}
