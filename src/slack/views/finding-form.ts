import type { InputBlock, ModalView } from "@slack/types";
import { z } from "zod";

import type { JudgedCheck } from "#model/judged-check.ts";
import { titleOf } from "#model/judged-check.ts";
import { bold, line, richText } from "#slack/rich-text.ts";

export const findingFormCallback = "finding_form";
const dateBlock = "finding_until";
const personBlock = "finding_assignee";

const remembered = z.object({
  verb: z.enum(["snooze", "assign"]),
  occurrence: z.string(),
  finding: z.string(),
  channel: z.string(),
  thread: z.string().nullable(),
  /** Where a private answer can go for half an hour. */
  respond: z.string().nullable(),
});
export type FindingMemory = z.infer<typeof remembered>;

/** The modal for what a click on a finding cannot say: until when it is snoozed, or whose it is. */
export function findingForm(
  memory: FindingMemory,
  one: Pick<JudgedCheck, "check" | "text" | "owner">,
): ModalView {
  const isSnooze = memory.verb === "snooze";
  const word = isSnooze ? "Snooze" : "Assign";
  return {
    type: "modal",
    callback_id: findingFormCallback,
    title: { type: "plain_text", text: word },
    submit: { type: "plain_text", text: word },
    close: { type: "plain_text", text: "Cancel" },
    private_metadata: JSON.stringify(memory),
    blocks: [
      richText(line([bold(titleOf(one), 200)]), line([one.text], 600)),
      isSnooze ? untilInput : assigneeInput(one.owner),
    ],
  };
}

const untilInput: InputBlock = {
  type: "input",
  block_id: dateBlock,
  label: { type: "plain_text", text: "Until the morning of" },
  hint: { type: "plain_text", text: "It comes back by itself when the value gets worse." },
  element: { type: "datepicker", action_id: "value" },
};

function assigneeInput(owner: string | null): InputBlock {
  return {
    type: "input",
    block_id: personBlock,
    label: { type: "plain_text", text: "To whom" },
    hint: { type: "plain_text", text: "They are told in the digest's thread." },
    element: {
      type: "users_select",
      action_id: "value",
      ...(owner === null ? {} : { initial_user: owner }),
    },
  };
}

export function readFindingMemory(metadata: string): FindingMemory {
  return remembered.parse(JSON.parse(metadata));
}

interface Held {
  readonly selected_date?: string | null;
  readonly selected_user?: string | null;
}

/** What the submitted form holds: the day, or the person; or what is missing, beside its field. */
export function readFindingForm(
  values: Readonly<Record<string, Readonly<Record<string, Held>>>>,
  { verb }: Pick<FindingMemory, "verb">,
  today: string,
): { readonly said: string } | { readonly errors: Record<string, string> } {
  if (verb === "assign") {
    const user = values[personBlock]?.["value"]?.selected_user ?? "";
    return user === "" ? { errors: { [personBlock]: "Choose a person." } } : { said: user };
  }
  const day = values[dateBlock]?.["value"]?.selected_date ?? "";
  return day > today ? { said: day } : { errors: { [dateBlock]: "Choose a day after today." } };
}
