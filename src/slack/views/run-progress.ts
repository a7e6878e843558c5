import type { KnownBlock, PlanBlock, TaskCardBlock } from "@slack/types";

import { verdictSentence } from "#model/verdict-sentence.ts";
import { displayWindow } from "#model/window.ts";
import { cut, escapeWithin, limits } from "#slack/block-budget.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, line, person, richText } from "#slack/rich-text.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import type { Ending, Told } from "#slack/run-state.ts";
import { endingOf, explanationOf, foreseenEnding } from "#slack/run-state.ts";
import { cancelButton } from "#slack/views/cancel-button.ts";
import { endingLine, endingSentence } from "#slack/views/ending.ts";
import { signOffLine } from "#slack/views/sign-off.ts";
import { stale } from "#slack/views/stale.ts";

const taskStatus: Record<RunStep["status"], TaskCardBlock["status"]> = {
  pending: "pending",
  running: "in_progress",
  waiting: "in_progress",
  complete: "complete",
  attention: "complete",
  failed: "error",
  skipped: "pending",
};
const classicMarks: Record<RunStep["status"], string> = {
  pending: "▫️",
  running: "⏳",
  waiting: "✋",
  complete: "✅",
  attention: "⚠️",
  failed: "❌",
  skipped: "▫️",
};

const nobody = { answers: new Map(), canceledBy: null };

/** The one live message of a run: who asked for what, the steps as they tick off, and on top the verdict once there is one. */
export function runProgress(
  run: Run,
  steps: readonly RunStep[],
  { answers, canceledBy }: Pick<Told, "answers" | "canceledBy"> = nobody,
): Message {
  const ending = endingOf(run);
  const known = foreseenEnding(run, steps);
  const shown = ending === "canceled" ? steps.map(untouched) : steps;
  const title = planTitle(shown, ending);
  const signed = ending === "canceled" || ending === "failed" ? [] : signOffLine(steps, answers);
  const top = known
    ? [
        richText(
          line(endingLine(run, steps, { ending: known, canceledBy })),
          ...(signed.length > 0 ? [line(signed)] : []),
        ),
      ]
    : soFar(steps);
  const head = richText(
    line([
      bold(run.definition.title),
      ` for ${run.source}, ${displayWindow(run.context)} in ${run.context.timezone}, ${run.context.currency}${scopeOf(run)}, asked by `,
      person(run.requested_by),
    ]),
  );
  const above = [...top, head, ...stale(run)];
  const plan: PlanBlock = { type: "plan", title, tasks: tasks(shown) };
  const text = known
    ? endingSentence(run, steps, known).join("")
    : `${run.definition.title} for ${run.source}, ${displayWindow(run.context)}: ${title}`;
  const foot = ending ? [] : [cancelButton(run.id)];
  return message(
    text,
    [...above, plan, ...foot],
    [...above, ...classicPlan(title, shown), ...foot],
  );
}

/** What the run has found when it waits: nobody should have to answer before they may know it. */
function soFar(steps: readonly RunStep[]): KnownBlock[] {
  const explanation = explanationOf(steps);
  const isWaiting = steps.some(({ status }) => status === "waiting");
  if (!explanation || !isWaiting) return [];
  return [richText(line([bold("So far: "), verdictSentence(explanation)]))];
}

/** What a canceled run never came to, or never came to the end of, stands as if it were still to be done. */
function untouched(step: RunStep): RunStep {
  const isLeft = step.outcome === null && ["running", "skipped"].includes(step.status);
  return isLeft ? { ...step, status: "pending" } : step;
}

function scopeOf({ context }: Run): string {
  const parts = (["workspace", "campaign", "link", "program", "partner"] as const).flatMap(
    (field) => (context[field] === null ? [] : [`${field} ${context[field]}`]),
  );
  return parts.length > 0 ? `, ${parts.join(", ")}` : "";
}

function planTitle(steps: readonly RunStep[], ending: Ending | null): string {
  const { length } = steps;
  const count = (...wanted: RunStep["status"][]): number =>
    steps.filter(({ status }) => wanted.includes(status)).length;
  const done = count("complete", "attention");
  if (done === length) return `All ${length} steps done`;
  if (ending === null) return cut(`Step ${whereNow(steps)}`, limits.planTitle);
  const last =
    steps.find(({ status }) => status === "failed") ??
    (ending === "canceled" ? (steps.findLast((step) => step.started_at) ?? steps[0]) : undefined);
  if (!last) return `${done} of ${length} steps done, ${count("skipped")} skipped`;
  return cut(`Stopped at step ${last.position + 1}: ${last.title}`, limits.planTitle);
}

function whereNow(steps: readonly RunStep[]): string {
  const active = steps.find(({ status }) => status === "running" || status === "waiting");
  const at = (active ?? steps.find(({ status }) => status === "pending"))?.position ?? 0;
  const number = `${at + 1} of ${steps.length}`;
  if (active?.status === "running") return `${number}: ${active.title}`;
  if (active?.pause?.prompt) return `${number} waits for an answer in the thread`;
  return number;
}

function tasks(steps: readonly RunStep[]): TaskCardBlock[] {
  const most = summaryLimit(steps);
  return steps.map((step) => ({
    type: "task_card",
    task_id: `${step.position}-${step.step_id}`.slice(0, 100),
    title: cut(step.title, limits.taskTitle),
    status: taskStatus[step.status],
    ...(summaryOf(step) === "" ? {} : { output: richText(line([summaryOf(step)], most)) }),
  }));
}

function classicPlan(title: string, steps: readonly RunStep[]): KnownBlock[] {
  const most = summaryLimit(steps);
  const lines = steps.map((step) => {
    const summary = summaryOf(step);
    const words = escapeWithin(step.title, limits.taskTitle);
    return `${classicMarks[step.status]} ${words}${summary ? `: ${escapeWithin(cut(summary, most), most * 2)}` : ""}`;
  });
  const sections: string[][] = [[`*${escapeWithin(title, limits.planTitle)}*`]];
  let size = 0;
  for (const each of lines) {
    size += each.length + 1;
    if (size > limits.section - limits.planTitle) {
      sections.push([]);
      size = each.length + 1;
    }
    sections.at(-1)?.push(each);
  }
  return sections.map((some) => ({
    type: "section",
    text: { type: "mrkdwn", text: some.join("\n") },
  }));
}

function summaryOf({ status, outcome, pause }: RunStep): string {
  if (status === "waiting") return `✋ ${pause?.summary ?? "waits"}`;
  if (status === "skipped") return outcome?.summary ?? "skipped";
  const summary = outcome?.summary ?? "";
  return status === "attention" ? `⚠️ ${summary}` : summary;
}

/** Forty steps with long summaries must still fit in one message. */
function summaryLimit(steps: readonly RunStep[]): number {
  return Math.min(300, Math.max(20, Math.floor(6000 / Math.max(steps.length, 1)) - 20));
}
