import { z } from "zod";

import { askNote } from "#model/asked-note.ts";
import { askingSettings } from "#model/asking.ts";
import { filled, fillable } from "#model/filled-text.ts";
import { defineStep } from "#step.ts";
import type { StepResult } from "#step.ts";

const settings = z.strictObject({
  text: fillable(3000),
  /** True where the text asks for a person's words. */
  ask: z.boolean().default(false),
  ...askingSettings,
});

/** Keeps a note as evidence: the runbook's own text, or what a person writes when asked by it. */
export default defineStep<z.infer<typeof settings>, StepResult>({
  title: "Keep a note",
  settings,

  async run(asked, input, world) {
    const text = filled(asked.text, input);
    if (!asked.ask) {
      const kept = await world.keep("note", "Note", { text });
      return { status: "complete", summary: text, report: [], evidence: [kept] };
    }
    return askNote(text, { ...asked, ...input }, (note) => world.keep("note", "Note", note));
  },
});
