import { askNote } from "#model/asked-note.ts";
import type { AskingSettings } from "#model/asking.ts";
import { filled } from "#model/filled-text.ts";
import type { StepInput, StepResult, StepWorld } from "#step.ts";

/** Asks for a person's words and keeps them, as a step of kind note does that asks. */
export function collectNote(
  asked: AskingSettings & { readonly text: string },
  input: StepInput,
  world: StepWorld,
): Promise<StepResult> {
  return askNote(filled(asked.text, input), { ...asked, ...input }, (note) =>
    world.keep("note", "Note", note),
  );
}
