import { DateTime, Duration } from "luxon";
import { z } from "zod";

import type { Answer, AnswerAction, AnswerField, Prompt } from "#model/prompt.ts";

/** A length of time as a runbook writes it. */
export const duration = lengthFrom(1);

/** A length of time that may be none, `0m`. */
export const durationOrNone = lengthFrom(0);

/** What every step that asks a person may say in a runbook. */
export const askingSettings = {
  /** A role of the configuration; anybody who may answer unless given. */
  role: z.string().min(1).optional(),
  remind_after: duration.default("4h"),
  timeout: duration.default("3d"),
  /** What becomes of the run when nobody answers in time. */
  on_timeout: z.enum(["skip", "fail"]).default("skip"),
};

export interface AskingSettings {
  readonly role?: string | undefined;
  readonly remind_after: string;
  readonly timeout: string;
  readonly on_timeout: "skip" | "fail";
}

/** The instants a step that waits is judged by, ISO 8601, and what people said to it. */
export interface AskingInput {
  readonly startedAt: string;
  readonly at: string;
  readonly answers: readonly Answer[];
}

export interface Question {
  readonly text: string;
  readonly actions: readonly AnswerAction[];
  readonly field?: AnswerField | null;
  readonly excludesRequester?: boolean;
  readonly progress?: string | null;
}

/** Still to be asked, and when to look again; or past its time, with the sentence that says so. */
export type Asking =
  | { readonly kind: "asked"; readonly prompt: Prompt; readonly until: string }
  | { readonly kind: "late"; readonly ends: "skip" | "fail"; readonly sentence: string };

/** Turns a question nobody has settled yet into the prompt as it stands now: who it was handed to, how often people were reminded, when time is up. */
export function ask(question: Question, settings: AskingSettings, input: AskingInput): Asking {
  const { remind_after: remind, timeout, role, on_timeout: ends } = settings;
  const started = DateTime.fromISO(input.startedAt, { zone: "utc" });
  const now = DateTime.fromISO(input.at, { zone: "utc" });
  const deadline = started.plus(lengthOf(timeout));
  if (now >= deadline) {
    return { kind: "late", ends, sentence: `Nobody answered within ${timeout}: ${question.text}` };
  }
  const every = lengthOf(remind).toMillis();
  const reminders = Math.floor(now.diff(started).toMillis() / every);
  const next = started.plus(every * (reminders + 1));
  const handed = input.answers.findLast(({ action }) => action === "hand_over");
  const until = next < deadline ? next : deadline;
  return {
    kind: "asked",
    until: until.toISO() ?? input.at,
    prompt: {
      actions: [...question.actions, "hand_over", "skip"],
      text: question.text,
      field: question.field ?? null,
      role: role ?? null,
      excludesRequester: question.excludesRequester ?? false,
      assignee: handed?.value ?? null,
      reminders,
      progress: question.progress ?? null,
    },
  };
}

/** What a step that asks comes to while nobody has settled it: it waits on, or its time is up. */
export type Waiting = {
  readonly status: "waiting";
  readonly summary: string;
  readonly prompt: Prompt;
  readonly until: string;
  readonly memory: null;
};

/** How a step ends that was skipped, or that nobody answered in time. */
export interface Unanswered {
  readonly status: "skipped" | "failed";
  readonly summary: string;
  readonly report: readonly [];
  readonly evidence: readonly [];
}

/** Asks on while there is time; then the step ends as its settings say. */
export function waitOn(
  question: Question,
  settings: AskingSettings,
  input: AskingInput,
): Waiting | Unanswered {
  const asking = ask(question, settings, input);
  const { progress = null } = question;
  if (asking.kind === "late") {
    const status = asking.ends === "fail" ? "failed" : "skipped";
    const summary = progress === null ? asking.sentence : `${asking.sentence} ${progress}.`;
    return { status, summary, report: [], evidence: [] };
  }
  const { prompt, until } = asking;
  const anybody = question.excludesRequester ? "a second person" : "a person";
  const summary = `Waits for ${settings.role ?? anybody}${progress === null ? "" : `: ${progress}`}`;
  return { status: "waiting", summary, prompt, until, memory: null };
}

/** The first answer that settles a question: one of these actions, or that somebody skips it. */
export function settling(
  answers: readonly Answer[],
  actions: readonly AnswerAction[],
): Answer | undefined {
  return answers.find(({ action }) => action === "skip" || actions.includes(action));
}

/** How a step ends that a person skipped. */
export function skippedBy({ reason }: Answer): Unanswered {
  return { status: "skipped", summary: withReason("Skipped", reason), report: [], evidence: [] };
}

/** A word on what a person did, with the reason they gave. */
export function withReason(done: string, reason: string | null): string {
  const given = reason?.replaceAll(/\s+/g, " ").trim() ?? "";
  return given === "" ? `${done} without a reason` : `${done}: ${given}`;
}

const units = { m: "minutes", h: "hours", d: "days" } as const;

const minutesIn = { m: 1, h: 60, d: 1440 } as const;

/** Lengths within a year: an instant that no calendar has could never be waited for. */
function lengthFrom(minutes: 0 | 1): z.ZodString {
  const error = `write it like 30m, 4h or 3d, from ${minutes}m to 365d`;
  return z
    .string()
    .regex(/^\d+(m|h|d)$/, { error, abort: true })
    .refine((text) => {
      const [count, unit] = [text.slice(0, -1), text.slice(-1)];
      const length = Number(count) * minutesIn[unit as keyof typeof minutesIn];
      return length >= minutes && length <= 365 * minutesIn.d;
    }, error);
}

/** Reads `30m`, `4h` or `3d`. */
export function lengthOf(text: string): Duration {
  const unit = units[text.slice(-1) as keyof typeof units];
  return Duration.fromObject({ [unit]: Number(text.slice(0, -1)) });
}
