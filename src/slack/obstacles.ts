import type { AnswerAction, Prompt } from "#model/prompt.ts";
import type { Roles } from "#model/roles.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import type { Person } from "#runs/roles.ts";
import { mayDo } from "#runs/roles.ts";
import type { RunRows, StepKey } from "#runs/run-rows.ts";

/** Why a click comes to nothing: it is too late, or not theirs to do. */
export interface Obstacle {
  readonly kind: "over" | "denied";
  readonly sentence: string;
}

/** A step that waits for people, and what it asks them. */
export interface Asked {
  readonly run: Run;
  readonly step: RunStep;
  readonly prompt: Prompt;
}

/** The prompt an answer is for, or why it takes none any more. */
export function promptFor(
  rows: RunRows | null,
  { position }: StepKey,
  action: AnswerAction,
): Asked | Obstacle {
  const step = rows?.steps[position];
  if (!rows || !step) return over("There is no such run any more.");
  const { run } = rows;
  if (run.status === "canceled")
    return over(`The run was canceled; “${step.title}” waits no more.`);
  const prompt = step.pause?.prompt ?? null;
  if (step.status !== "waiting" || !prompt) return over(endedSentence(step));
  if (!prompt.actions.includes(action)) return over(`“${step.title}” asks something else by now.`);
  return { run, step, prompt };
}

function endedSentence({ title, status, outcome }: RunStep): string {
  if (status === "pending") return `This step has not begun yet: “${title}”.`;
  const words: Partial<Record<RunStep["status"], string>> = {
    complete: "done",
    attention: "done",
    skipped: "skipped",
    failed: "over",
  };
  return `This step is already ${words[status] ?? "going on"}: “${title}”. ${outcome?.summary ?? ""}`.trim();
}

/** Why a person may not say this to a step; null when they may. */
export function denialOf(
  { run, step, prompt }: Asked,
  action: AnswerAction,
  person: Person,
  roles: Roles,
): Obstacle | null {
  if (action !== "hand_over") {
    if (prompt.excludesRequester && person.user === run.requested_by) {
      return denied("Approval needs somebody other than who asked for the run.");
    }
    if (prompt.assignee !== null && person.user !== prompt.assignee) {
      return denied(
        `“${step.title}” was handed over to <@${prompt.assignee}>, who alone answers it now. You can hand it over again.`,
      );
    }
  }
  const sentence = mayDo(roles, person, roleActionOf(prompt), deedOf(run, prompt));
  return sentence === null ? null : denied(sentence);
}

/** Why a step cannot be handed over to a person; null when it can. */
export function handOverDenialOf(
  { run, prompt }: Asked,
  to: Person,
  { roles, bot }: { roles: Roles; bot: string },
): Obstacle | null {
  if (to.user === bot) return denied("It can only be handed over to a person.");
  if (prompt.excludesRequester && to.user === run.requested_by) {
    return denied(
      `<@${to.user}> asked for the run; approval needs somebody else. Hand it over to another person.`,
    );
  }
  const sentence = mayDo(roles, to, roleActionOf(prompt), deedOf(run, prompt));
  return sentence === null
    ? null
    : denied(`<@${to.user}> could not answer it. ${sentence.replace(/^.*?\. (?=Ask )/, "")}`);
}

function roleActionOf({ actions }: Prompt): "answer" | "approve" {
  return actions.includes("approve") ? "approve" : "answer";
}

function deedOf({ runbook }: Run, { role }: Prompt) {
  return { runbook, role };
}

function over(sentence: string): Obstacle {
  return { kind: "over", sentence };
}

function denied(sentence: string): Obstacle {
  return { kind: "denied", sentence };
}
