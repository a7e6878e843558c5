import type { InputBlock, ModalView } from "@slack/types";
import { z } from "zod";

import { cut } from "#slack/block-budget.ts";
import type { Incident } from "#model/incident.ts";
import { bold, line, richText } from "#slack/rich-text.ts";
import { headingOf } from "#slack/views/incident-heading.ts";

export const incidentFormCallback = "incident_form";
const personBlock = "incident_assignee";
const lengthBlock = "incident_length";
const reasonBlock = "incident_reason";

/** How long maintenance lasts, by its minutes. */
const lengths = {
  "30": "30 minutes",
  "60": "1 hour",
  "120": "2 hours",
  "240": "4 hours",
  "480": "8 hours",
  "1440": "1 day",
};
const usualLength = "60";
const longestReason = 200;

const remembered = z.object({
  verb: z.enum(["assign", "maintenance"]),
  incident: z.string(),
  channel: z.string(),
  thread: z.string().nullable(),
  /** Where a private answer can go for half an hour. */
  respond: z.string().nullable(),
});
export type IncidentMemory = z.infer<typeof remembered>;

/** The modal for what a click on an incident cannot say: whose it is, or how long and why it is maintenance. */
export function incidentForm(memory: IncidentMemory, incident: Incident): ModalView {
  const isAssign = memory.verb === "assign";
  return {
    type: "modal",
    callback_id: incidentFormCallback,
    title: { type: "plain_text", text: isAssign ? "Assign" : "Declare maintenance" },
    submit: { type: "plain_text", text: isAssign ? "Assign" : "Declare" },
    close: { type: "plain_text", text: "Cancel" },
    private_metadata: JSON.stringify(memory),
    blocks: [
      richText(line([bold(headingOf(incident), 200)])),
      ...(isAssign ? [assigneeInput(incident)] : [lengthInput, reasonInput]),
    ],
  };
}

function assigneeInput({ assignee }: Incident): InputBlock {
  return {
    type: "input",
    block_id: personBlock,
    label: { type: "plain_text", text: "To whom" },
    hint: { type: "plain_text", text: "They are told in the incident's thread." },
    element: {
      type: "users_select",
      action_id: "value",
      ...(assignee === null ? {} : { initial_user: assignee }),
    },
  };
}

const options = Object.entries(lengths).map(([value, text]) => ({
  text: { type: "plain_text" as const, text },
  value,
}));
const usual = options.find(({ value }) => value === usualLength);

const lengthInput: InputBlock = {
  type: "input",
  block_id: lengthBlock,
  label: { type: "plain_text", text: "For how long, from now" },
  hint: {
    type: "plain_text",
    text: "Nobody is called meanwhile. The endpoints are looked at all the same.",
  },
  element: {
    type: "static_select",
    action_id: "value",
    options,
    ...(usual ? { initial_option: usual } : {}),
  },
};

const reasonInput: InputBlock = {
  type: "input",
  block_id: reasonBlock,
  label: { type: "plain_text", text: "Why" },
  element: { type: "plain_text_input", action_id: "value", max_length: longestReason },
};

export function readIncidentMemory(metadata: string): IncidentMemory {
  return remembered.parse(JSON.parse(metadata));
}

interface Held {
  readonly selected_user?: string | null;
  readonly selected_option?: { readonly value?: string } | null;
  readonly value?: string | null;
}

/** What a submitted form says: the person, or the minutes and the reason. */
export interface IncidentSaid {
  readonly said: string;
  readonly reason: string;
}

/** What the submitted form holds, or what is missing, beside its field. */
export function readIncidentForm(
  values: Readonly<Record<string, Readonly<Record<string, Held>>>>,
  { verb }: Pick<IncidentMemory, "verb">,
): IncidentSaid | { readonly errors: Record<string, string> } {
  if (verb === "assign") {
    const said = values[personBlock]?.["value"]?.selected_user ?? "";
    return said === "" ? { errors: { [personBlock]: "Choose a person." } } : { said, reason: "" };
  }
  const said = values[lengthBlock]?.["value"]?.selected_option?.value ?? "";
  const reason = cut((values[reasonBlock]?.["value"]?.value ?? "").trim(), longestReason);
  if (!(said in lengths)) return { errors: { [lengthBlock]: "Choose how long it lasts." } };
  return reason === ""
    ? { errors: { [reasonBlock]: "Say why, for those who read of it later." } }
    : { said, reason };
}
