import { z } from "zod";

import { askingSettings, settling, skippedBy, waitOn, withReason } from "#model/asking.ts";
import { filled, fillable } from "#model/filled-text.ts";
import { defineStep } from "#step.ts";
import type { StepResult } from "#step.ts";

const settings = z.strictObject({ text: fillable(500), ...askingSettings });

/** Has a person confirm what no data can decide. */
export default defineStep<z.infer<typeof settings>, StepResult>({
  title: "Have a person confirm",
  settings,

  async run(asked, input) {
    const said = settling(input.answers, ["confirm", "reject"]);
    const text = filled(asked.text, input);
    if (!said) return waitOn({ text, actions: ["confirm", "reject"] }, asked, input);
    if (said.action === "skip") return skippedBy(said);
    const isConfirmed = said.action === "confirm";
    return {
      status: isConfirmed ? "complete" : "attention",
      summary: isConfirmed ? "Confirmed" : withReason("Rejected", said.reason),
      report: [],
      evidence: [],
    };
  },
});
