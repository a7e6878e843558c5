import { z } from "zod";

import { readAnswer } from "#model/answer-value.ts";
import { askingSettings, settling, skippedBy, waitOn } from "#model/asking.ts";
import { filled, fillable } from "#model/filled-text.ts";
import { defineStep } from "#step.ts";
import type { AnswerField, StepResult } from "#step.ts";

const settings = z
  .strictObject({
    question: fillable(500),
    label: z.string().min(1).max(100).default("Answer"),
    answer: z.enum(["text", "number", "date", "choice"]).default("text"),
    choices: z.array(z.string().min(1).max(75)).min(2).max(100).optional(),
    ...askingSettings,
  })
  .superRefine(({ answer, choices }, context) => {
    if ((answer === "choice") === (choices !== undefined)) return;
    const message = choices ? "only answer: choice has choices" : "answer: choice needs choices";
    context.addIssue({ code: "custom", path: [choices ? "choices" : "answer"], message });
  });

/** Asks a person for a value, and asks again while what was typed is none; later steps read it as the outcome's answer. */
export default defineStep<z.infer<typeof settings>, StepResult>({
  title: "Ask a person",
  settings,

  async run(asked, input) {
    const { question, label, answer: type, choices = [] } = asked;
    const field: AnswerField = { label, type, choices };
    let progress: string | null = null;
    for (const said of input.answers) {
      if (!settling([said], ["answer"])) continue;
      if (said.action === "skip") return skippedBy(said);
      const read = readAnswer(said.value, field);
      if (read.kind === "valid") {
        const summary = `Answered: ${read.value.replaceAll(/\s+/g, " ")}`;
        return { status: "complete", summary, report: [], evidence: [], answer: read.value };
      }
      progress = read.sentence;
    }
    return waitOn(
      { text: filled(question, input), actions: ["answer"], field, progress },
      asked,
      input,
    );
  },
});
