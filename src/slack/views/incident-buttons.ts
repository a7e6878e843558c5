import type { ActionsBlock, Button, StaticSelect } from "@slack/types";
import { z } from "zod";

import type { Incident } from "#model/incident.ts";
import { readButton } from "#slack/views/button-value.ts";

/** The first part of the action ids below an incident; the second is what is done to it. */
export const incidentAction = "incident";
export const incidentVerbs = [
  "acknowledge",
  "recheck",
  "run",
  "snooze",
  "assign",
  "maintenance",
] as const;
export type IncidentVerb = (typeof incidentVerbs)[number];

/** How long a snooze lasts, as its menu offers it. */
const snoozeChoices = {
  short: "For 30 minutes",
  long: "For 4 hours",
  business: "Until business hours",
} as const;
export const snoozeWords = [
  "short",
  "long",
  "business",
] as const satisfies readonly (keyof typeof snoozeChoices)[];

/** What can be done about an incident; once it has ended only its runbook is left. */
export function incidentButtons({ id, endedAt, acknowledged }: Incident): ActionsBlock {
  const runbook = incidentButton("run", "Open runbook", id);
  const elements =
    endedAt !== null
      ? [runbook]
      : [
          ...(acknowledged
            ? []
            : [{ ...incidentButton("acknowledge", "Acknowledge", id), style: "primary" as const }]),
          runbook,
          incidentButton("recheck", "Recheck now", id),
          snoozeMenu(id),
          incidentButton("assign", "Assign…", id),
          incidentButton("maintenance", "Declare maintenance…", id),
        ];
  return { type: "actions", block_id: `incident:${id}`, elements };
}

/** A button that does one thing about an incident. */
export function incidentButton(verb: IncidentVerb, label: string, id: string): Button {
  return {
    type: "button",
    action_id: `${incidentAction}:${verb}`,
    text: { type: "plain_text", text: label },
    value: id,
  };
}

function snoozeMenu(id: string): StaticSelect {
  return {
    type: "static_select",
    action_id: `${incidentAction}:snooze`,
    placeholder: { type: "plain_text", text: "Snooze" },
    options: snoozeWords.map((word) => ({
      text: { type: "plain_text", text: snoozeChoices[word] },
      value: `${word}:${id}`,
    })),
  };
}

const carried = z
  .string()
  .regex(/^(?:[a-z]+:)?[0-9A-Z]{26}$/)
  .transform((text) => {
    const [id = "", word = null] = text.split(":").toReversed();
    return { id, word };
  });

/** The incident that a clicked button or chosen option is about, and the option's word. */
export function readIncidentValue(value: string): {
  readonly id: string;
  readonly word: string | null;
} {
  return readButton(carried as z.ZodType<{ id: string; word: string | null }>, value);
}
