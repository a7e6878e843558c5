import { z } from "zod";

import { readAnswer } from "#model/answer-value.ts";
import { completeness, missingArtifacts } from "#model/artifacts.ts";
import { askingSettings, settling, skippedBy, waitOn } from "#model/asking.ts";
import { defineStep } from "#step.ts";
import type { StepOutcome, StepResult, StepWorld } from "#step.ts";

const settings = z.strictObject({
  ...askingSettings,
  /** Seals at once, for this reason, where one of the five artifacts is missing: nobody is asked. */
  reason: z.string().trim().min(1).max(300).optional(),
});
const field = { label: "Reason to seal without", type: "text", choices: [] } as const;

/** Seals the evidence once the five artifacts are there, or for a reason without: the runbook's own, or one a person says. */
export default defineStep<z.infer<typeof settings>, StepResult>({
  title: "Seal the evidence package",
  settings,

  async run(asked, { answers, evidence, requestedBy, runId, ...input }, world) {
    const missing = missingArtifacts(evidence);
    const complete = completeness(missing);
    if (requestedBy === null) {
      const reason = missing.length === 0 ? "" : ' --reason "…"';
      const summary = `Left to you, once it has ended: countercheck evidence package ${runId}${reason}`;
      return { status: "skipped", summary, report: [], evidence: [] };
    }
    if (missing.length === 0) return sealed(complete, null, world);
    if (asked.reason !== undefined)
      return sealedAtOnce({ complete, reason: asked.reason, runId }, world);
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

/** The runbook asks for no more than it can gather: what is missing may still be added, and sealed again. */
async function sealedAtOnce(
  { complete, reason, runId }: { complete: string; reason: string; runId: string },
  world: StepWorld,
): Promise<StepOutcome> {
  const made = await sealed(complete, reason, world);
  const text = `${complete} yet. Drop what is missing into this thread, then package the evidence again.`;
  const summary = `Sealed with ${complete} yet`;
  const report = [...made.report, { kind: "incomplete", text, run: runId } as const];
  return { ...made, status: "complete", summary, report };
}

async function sealed(
  complete: string,
  reason: string | null,
  world: StepWorld,
): Promise<StepOutcome> {
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
