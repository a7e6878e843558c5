import { z } from "zod";

import { countApprovals } from "#model/approvals.ts";
import type { Approvals } from "#model/approvals.ts";
import { askingSettings, skippedBy, waitOn, withReason } from "#model/asking.ts";
import { verdictIn } from "#model/earlier.ts";
import type { Verdict } from "#model/explanation.ts";
import { filled, fillable } from "#model/filled-text.ts";
import { defineStep } from "#step.ts";
import type { StepResult } from "#step.ts";

const settings = z.strictObject({
  text: fillable(500),
  ...askingSettings,
  /** So many different people. */
  needed: z.number().int().min(1).max(20).default(1),
  /** What becomes of the run when somebody rejects. */
  on_reject: z.enum(["continue", "fail"]).default("continue"),
  /** Asks only where this is what the run has come to; always unless given. */
  verdicts: z
    .array(z.enum(["match", "explained", "unexplained", "no_data"]))
    .min(1)
    .optional(),
  /** An approval that nobody gave is none: the run does not go on without it unless it says so. */
  on_timeout: z.enum(["skip", "fail"]).default("fail"),
});

const found: Readonly<Record<Verdict, string>> = {
  match: "both sides match",
  explained: "the gap is explained",
  unexplained: "not all is explained",
  no_data: "there is no data",
  refused: "the run was refused",
};

/** Waits until enough people of a role, none of them who asked for the run, approve the evidence as it stands; new evidence voids what was approved before it. */
export default defineStep<z.infer<typeof settings>, StepResult>({
  title: "Have the evidence approved",
  settings,

  async run(asked, input) {
    const { needed, on_reject: onReject, verdicts } = asked;
    const verdict = verdictIn(Object.values(input.outcomes)) ?? "no_data";
    if (verdicts && !verdicts.some((each) => each === verdict)) {
      const summary = `Nothing to approve: ${found[verdict]}`;
      return { status: "complete", summary, report: [], evidence: [] };
    }
    const approvals = countApprovals(input.answers, input, needed);
    const { given, settledBy } = approvals;
    if (given >= needed) {
      const summary = needed === 1 ? "Approved" : `Approved by ${given} people`;
      return { status: "complete", summary, report: [], evidence: [] };
    }
    if (settledBy?.action === "skip") return skippedBy(settledBy);
    if (settledBy) {
      const status = onReject === "fail" ? "failed" : "attention";
      return {
        status,
        summary: withReason("Rejected", settledBy.reason),
        report: [],
        evidence: [],
      };
    }
    const progress = progressOf(approvals, needed);
    const question = {
      text: filled(asked.text, input),
      actions: ["approve", "reject"] as const,
      progress,
    };
    return waitOn({ ...question, excludesRequester: true }, asked, input);
  },
});

function progressOf({ given, void: voided }: Approvals, needed: number): string | null {
  const parts = [
    ...(needed > 1 || voided > 0 ? [`${given} of ${needed} approved`] : []),
    ...(voided > 0
      ? [
          `${voided} ${voided === 1 ? "approval is" : "approvals are"} void, because evidence was added since`,
        ]
      : []),
  ];
  return parts.length > 0 ? parts.join("; ") : null;
}
