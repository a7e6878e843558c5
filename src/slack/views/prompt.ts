import type { KnownBlock } from "@slack/types";

import { approvalsOf } from "#model/approvals.ts";
import type { Approval } from "#model/approvals.ts";
import type { Answer, AnswerAction, Prompt } from "#model/prompt.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import { limits } from "#slack/block-budget.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import type { Told } from "#slack/run-state.ts";
import { bold, instant, italic, line, person, quote, richText } from "#slack/rich-text.ts";
import type { Inline } from "#slack/rich-text.ts";
import { answerButtons } from "#slack/views/answer-button.ts";
import { pictureButtons } from "#slack/views/picture-button.ts";
import { askedOf, whoMay } from "#slack/views/who-may.ts";

/** Answers listed at most under a question that has ended. */
const mostAnswers = 12;

/** What a step asks of people: the question, who may answer and the buttons; once it has ended, who said what and when. */
export function prompt(run: Run, step: RunStep, asked: Prompt, told: Told): Message {
  const text = `${step.title}: ${asked.text}`;
  if (step.status === "waiting") return message(text, open(run, step, asked, told));
  const { answers, canceledBy } = told;
  const said = (answers.get(step.position) ?? []).filter(({ action }) => action !== "hand_over");
  return message(text, [
    richText(
      line([`${markOf(step)} `, bold(step.title)]),
      quote(asked.text, limits.section),
      ...(said.length === 0 ? [line(unanswered(step, canceledBy))] : []),
      ...said.slice(-mostAnswers).flatMap((answer) => saidBy(answer, asked)),
    ),
  ]);
}

/** True for a step that no button settles: it waits for what people share in the thread. */
export function wantsFiles({ status, pause }: Pick<RunStep, "status" | "pause">): boolean {
  const moves: readonly AnswerAction[] = ["hand_over", "skip"];
  const actions = pause?.prompt?.actions ?? null;
  return status === "waiting" && actions !== null && actions.every((each) => moves.includes(each));
}

function open(
  run: Run,
  step: RunStep,
  asked: Prompt,
  { answers, roles, pictures, evidenceHead }: Told,
): KnownBlock[] {
  const called = askedOf(run, asked, roles).flatMap((each): Inline[] => [each, " "]);
  const progress = asked.progress === null ? [] : [line([asked.progress], 600)];
  const { run_id: runId, position } = step;
  const state = { evidenceHead, requestedBy: run.requested_by };
  const approvals = approvalsOf(answers.get(position) ?? [], state);
  return [
    richText(
      line(["✋ ", ...called, bold(step.title)]),
      quote(asked.text, limits.section),
      ...progress,
      ...approvals.slice(-mostAnswers).map(approvedBy),
    ),
    { type: "context", elements: [{ type: "mrkdwn", text: whoMay(run, asked, roles) }] },
    ...(wantsFiles(step) && pictures.length > 0 ? [pictureButtons(runId, pictures)] : []),
    answerButtons({ runId, position }, asked),
  ];
}

function approvedBy({ answer: { by, at }, isVoid }: Approval) {
  const said = ["Approved by ", person(by), ", ", instant(at)];
  return line(isVoid ? ["↩️ ", ...said, ": void, approve again"] : ["✅ ", ...said]);
}

/** A step that ended without an outcome ended with its run. */
function markOf({ status, outcome }: RunStep): string {
  if (outcome === null) return "🛑";
  const marks: Partial<Record<RunStep["status"], string>> = {
    complete: "✅",
    attention: "⚠️",
    failed: "❌",
  };
  return marks[status] ?? "⏭️";
}

const verbs: Readonly<Record<AnswerAction, string>> = {
  confirm: "Confirmed",
  reject: "Denied",
  answer: "Answered",
  approve: "Approved",
  skip: "Skipped",
  hand_over: "Handed over",
};

function saidBy({ action, by, at, value, reason }: Answer, { actions }: Prompt) {
  const rejects = action === "reject" && actions.includes("approve");
  const verb = rejects ? "Rejected" : verbs[action];
  const what = value === null ? verb : `${verb}: ${value}`;
  return [
    line([bold(what), " by ", person(by), ", ", instant(at)]),
    ...(reason === null ? [] : [line([`“${reason}”`], limits.section)]),
  ];
}

function unanswered({ outcome }: RunStep, canceledBy: string | null): Inline[] {
  if (canceledBy !== null) return ["Not answered: ", person(canceledBy), " canceled the run."];
  return [italic(outcome?.summary ?? "Not answered: the run is over.")];
}
