import { z } from "zod";

import type { CauseId } from "#model/causes.ts";
import { causes as vocabulary } from "#model/causes.ts";
import { comparedIn, verdictIn } from "#model/earlier.ts";
import { findingWords, isFinding } from "#model/findings.ts";
import { defineStep } from "#step.ts";
import type { StepInput } from "#step.ts";

const word = z.string().min(1);
const earlier = (is: z.ZodType<string>) => z.strictObject({ step: word, is });

const when = z
  .strictObject({
    verdict: z.enum(["match", "explained", "unexplained", "no_data"]).optional(),
    cause: z.enum(Object.keys(vocabulary) as CauseId[]).optional(),
    finding: z.enum(findingWords).optional(),
    answer: earlier(word).optional(),
    status: earlier(z.enum(["complete", "attention", "skipped"])).optional(),
  })
  .refine((conditions) => Object.keys(conditions).length > 0, {
    message: "say at least one of verdict, cause, finding, answer, status",
  });

// oxlint-disable-next-line unicorn/no-thenable -- what people write in a runbook, and no function
const settings = z.strictObject({ when, then: word, else: word.optional() });

/** Goes on with a later step where everything named holds, else with another, or the next. */
export default defineStep<z.infer<typeof settings>>({
  title: "Go on with one step or another",
  settings,

  async run({ when: conditions, then, else: other }, input) {
    const doubts = doubtsOf(conditions, input);
    const next = doubts.length === 0 ? then : other;
    const why = doubts.length === 0 ? "Holds" : doubts.join(", ");
    return {
      status: "complete",
      summary: next === undefined ? why : `${why}: goes on with ${next}`,
      report: [],
      evidence: [],
      ...(next === undefined ? {} : { next }),
    };
  },
});

/** What does not hold, each in a few words. */
function doubtsOf(
  { verdict, cause, finding, answer, status }: z.infer<typeof when>,
  { outcomes }: StepInput,
): string[] {
  const compared = comparedIn(outcomes);
  const found = verdictIn(Object.values(outcomes)) ?? "no_data";
  const findings = compared?.findings ?? [];
  const isFound = (word: string): boolean => findings.some((one) => isFinding(word, one));
  const said = answer && outcomes[answer.step]?.answer;
  const ended = status && (outcomes[status.step]?.status ?? "skipped");
  return [
    ...(verdict === undefined || verdict === found ? [] : [`The verdict is ${found}`]),
    ...(cause === undefined || compared?.causes.some((one) => one.cause === cause)
      ? []
      : [`No cause ${cause}`]),
    ...(finding === undefined || isFound(finding) ? [] : [`No finding ${finding}`]),
    ...(answer === undefined || answer.is === said
      ? []
      : [`${answer.step} was ${said === undefined ? "not answered" : `answered ${said}`}`]),
    ...(status === undefined || status.is === ended ? [] : [`${status.step} is ${ended}`]),
  ];
}
