import { z } from "zod";

import { approvalsOf, countApprovals } from "#model/approvals.ts";
import { askingSettings, skippedBy, waitOn, withReason } from "#model/asking.ts";
import { closeTitle, nameIn } from "#model/close.ts";
import { filled, fillable } from "#model/filled-text.ts";
import { defineStep } from "#step.ts";
import type { StepOutcome, StepResult } from "#step.ts";

const settings = z.strictObject({
  text: fillable(500),
  ...askingSettings,
  /** A close that nobody reviewed is none. */
  on_timeout: z.enum(["skip", "fail"]).default("fail"),
});

/** Waits until a second person approves the drafted sheets, then writes them into the books, signed by both. */
export default defineStep<z.infer<typeof settings>, StepResult>({
  title: "Sign the month's sheets",
  settings,

  async run(asked, input, world) {
    const sheets = Object.values(input.outcomes).findLast(({ evidence }) =>
      evidence.some(({ title }) => title === closeTitle),
    );
    if (!sheets) return ended("complete", "Nothing to sign: no sheet was drafted anew");
    if (input.requestedBy === null) {
      return ended("skipped", "Left out: on the command line, countercheck close closes a month");
    }
    const { given, settledBy, void: voided } = countApprovals(input.answers, input, 1);
    if (given > 0) {
      const reviewers = approvalsOf(input.answers, input)
        .filter(({ isVoid }) => !isVoid)
        .map(({ answer }) => answer.by);
      const reason = sheets.answer ?? null;
      const { commit, signOff } = await world.signClose(sheets.evidence, { reviewers, reason });
      const { version, prepared_by: preparer, reviewed_by: people } = signOff;
      return {
        ...ended("complete", `Closed: version ${version}, commit ${commit.slice(0, 10)}`),
        report: [
          {
            kind: "text",
            text: `Version ${version} is in the books as commit ${commit}, prepared by ${nameIn(preparer)}, reviewed by ${people.map(nameIn).join(", ")}.`,
          },
        ],
      };
    }
    if (settledBy?.action === "skip") return skippedBy(settledBy);
    if (settledBy) return ended("attention", withReason("Not closed, rejected", settledBy.reason));
    const question = {
      text: filled(asked.text, input),
      actions: ["approve", "reject"] as const,
      excludesRequester: true,
      progress: voided > 0 ? "An approval is void, because evidence was added since" : null,
    };
    return waitOn(question, asked, input);
  },
});

function ended(status: StepOutcome["status"], summary: string): StepOutcome {
  return { status, summary, report: [], evidence: [] };
}
