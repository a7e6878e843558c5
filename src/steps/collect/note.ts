import { readAnswer } from "#model/answer-value.ts";
import { settling, skippedBy, waitOn } from "#model/asking.ts";
import type { AskingSettings } from "#model/asking.ts";
import { filled } from "#model/filled-text.ts";
import type { StepInput, StepResult } from "#step.ts";

const field = { label: "Note", type: "text", choices: [] } as const;

/** Asks for a person's words; the answer itself is the evidence. */
export function collectNote(
  asked: AskingSettings & { readonly text: string },
  input: StepInput,
): StepResult {
  for (const said of input.answers) {
    if (!settling([said], ["answer"])) continue;
    if (said.action === "skip") return skippedBy(said);
    const note = readAnswer(said.value, field);
    if (note.kind === "invalid") continue;
    const summary = `Noted: ${note.value.replaceAll(/\s+/g, " ")}`;
    return { status: "complete", summary, report: [], evidence: [] };
  }
  return waitOn({ text: filled(asked.text, input), actions: ["answer"], field }, asked, input);
}
