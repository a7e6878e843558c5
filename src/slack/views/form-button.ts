import type { Button } from "@slack/types";
import { z } from "zod";

import { limits } from "#slack/block-budget.ts";
import { parsedJson, readButton } from "#slack/views/button-value.ts";

/** What a form is opened with: a runbook, or null to choose one, and what is already known. */
export interface FormRequest {
  readonly runbook: string | null;
  readonly given: Readonly<Record<string, string>>;
  /** The `ts` of the thread the run is to live in; null for a message of its own in the channel. */
  readonly thread: string | null;
  /** The finding of a digest that it follows. */
  readonly finding?: string | null;
  /** The incident it is to look into. */
  readonly incident?: string | null;
}

const formRequest = z.object({
  runbook: z.string().nullable(),
  given: z.record(z.string(), z.string()),
  thread: z.string().nullable().default(null),
  finding: z.string().nullable().default(null),
  incident: z.string().nullable().default(null),
});

export const formButtonAction = "open_form";

/** A button that opens a runbook's form; its click brings the trigger a form needs. */
export function formButton(text: string, request: FormRequest): Button {
  const value = JSON.stringify(request);
  const fits = value.length <= limits.buttonValue;
  return {
    type: "button",
    action_id: formButtonAction,
    text: { type: "plain_text", text },
    value: fits ? value : JSON.stringify({ ...request, given: {} }),
  };
}

/** What a clicked button asks for. */
export function readFormRequest(value: string): FormRequest {
  return readButton(formRequest, parsedJson(value));
}
