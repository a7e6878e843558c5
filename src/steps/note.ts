import { z } from "zod";

import { readAnswer } from "#model/answer-value.ts";
import { askingSettings, settling, skippedBy, waitOn } from "#model/asking.ts";
import { filled, fillable } from "#model/filled-text.ts";
import { defineStep } from "#step.ts";
import type { StepResult } from "#step.ts";

const settings = z.strictObject({
  text: fillable(3000),
  /** True where the text asks for a person's words. */
  ask: z.boolean().default(false),
  ...askingSettings,
});

const field = { label: "Note", type: "text", choices: [] } as const;

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
    for (const said of input.answers) {
      if (!settling([said], ["answer"])) continue;
      if (said.action === "skip") return skippedBy(said);
      const note = readAnswer(said.value, field);
      if (note.kind === "invalid") continue;
      const { by, at } = said;
      const kept = await world.keep("note", "Note", { question: text, note: note.value, by, at });
      const summary = `Noted: ${note.value.replaceAll(/\s+/g, " ")}`;
      return { status: "complete", summary, report: [], evidence: [kept] };
    }
    return waitOn({ text, actions: ["answer"], field }, asked, input);
  },
});
