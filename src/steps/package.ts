import { z } from "zod";

import { readAnswer } from "#model/answer-value.ts";
import { completeness, missingArtifacts } from "#model/artifacts.ts";
import { askingSettings, settling, skippedBy, waitOn } from "#model/asking.ts";
import { defineStep } from "#step.ts";
import type { StepResult, StepWorld } from "#step.ts";

const settings = z.strictObject(askingSettings);
const field = { label: "Reason to seal without", type: "text", choices: [] } as const;

/** Seals the evidence once the five artifacts are there, or a person says why it is sealed without. */
export default defineStep<z.infer<typeof settings>, StepResult>({
  title: "Seal the evidence package",
  settings,

  async run(asked, { answers, evidence, requestedBy, ...input }, world) {
    const missing = missingArtifacts(evidence);
    const complete = completeness(missing);
    if (requestedBy === null) {
      const summary = "Left out: on the command line, countercheck evidence package seals a run";
      return { status: "skipped", summary, report: [], evidence: [] };
    }
    if (missing.length === 0) return sealed(complete, null, world);
    for (const said of answers) {
      if (!settling([said], ["answer"])) continue;
      if (said.action === "skip") return skippedBy(said);
      const reason = readAnswer(said.value, field);
      if (reason.kind === "valid") return sealed(complete, reason.value, world);
    }
    const text = `${complete} yet. Add what is missing to the thread, or say why it is sealed without.`;
    const question = { text, actions: ["answer"] as const, field };
    return waitOn(question, asked, { ...input, answers });
  },
});

async function sealed(
  complete: string,
  reason: string | null,
  world: StepWorld,
): Promise<StepResult> {
  const file = await world.seal(reason);
  const why = reason === null ? "" : `; ${reason.replaceAll(/\s+/g, " ")}`;
  const text = `Evidence package with ${complete}. \`countercheck evidence verify --root\` with the root hash in its title says whether a copy is this one, whole and unchanged.`;
  return {
    status: reason === null ? "complete" : "attention",
    summary: `Sealed with ${complete}${why}`,
    report: [{ kind: "files", text, files: [file] }],
    evidence: [file],
  };
}
