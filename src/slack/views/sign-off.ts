import type { Answer } from "#model/prompt.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, line, person, richText } from "#slack/rich-text.ts";
import type { Inline } from "#slack/rich-text.ts";
import type { Told } from "#slack/run-state.ts";
import { asksApproval, endingOf } from "#slack/run-state.ts";
import { endingLine, endingSentence } from "#slack/views/ending.ts";

type Said = Pick<Told, "answers" | "canceledBy">;

/** What became of the last approval a run asked for, as a line: who gave it, or that there is none and why; nothing while it is open, or where none was asked. */
export function signOffLine(
  steps: readonly RunStep[],
  answers: Told["answers"],
  to: Inline = null,
): Inline[] {
  const step = steps.findLast(asksApproval);
  if (!step?.outcome) return [];
  const said = answers.get(step.position) ?? [];
  const called = to === null ? [] : [to, " The run is over. "];
  if (step.outcome.status === "complete") {
    return ["✅ ", ...called, bold("Approved"), " by ", ...approversIn(said), "."];
  }
  const by = said.findLast(({ action }) => action === "reject" || action === "skip")?.by;
  const who = by === undefined ? [] : [" (", person(by), ")"];
  return ["⚠️ ", ...called, bold("Not approved."), ` ${step.outcome.summary}`, ...who];
}

/** The last word to who asked for the run, where its verdict was told before the approval. */
export function signedOff(
  run: Run,
  steps: readonly RunStep[],
  { answers, canceledBy }: Said,
): Message {
  const to = person(run.requested_by);
  const ending = endingOf(run) ?? "failed";
  if (ending === "failed" || ending === "canceled" || ending === "refused") {
    const text = endingSentence(run, steps, ending).join("");
    return message(text, [richText(line(endingLine(run, steps, { ending, canceledBy, to })))]);
  }
  const { status, summary } = steps.findLast(asksApproval)?.outcome ?? {};
  const text = status === "complete" ? "Approved." : `Not approved. ${summary}`;
  return message(text, [richText(line(signOffLine(steps, answers, to)))]);
}

/** Whoever approved the evidence as it stood at the end, in the order in which they did. */
function approversIn(answers: readonly Answer[]): Inline[] {
  const given = answers.filter(({ action }) => action === "approve");
  const last = given.at(-1)?.evidence;
  const people = new Set(given.filter(({ evidence }) => evidence === last).map(({ by }) => by));
  return [...people].flatMap((by, index) => (index === 0 ? [person(by)] : [", ", person(by)]));
}
