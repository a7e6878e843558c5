import { DateTime, Duration } from "luxon";
import { z } from "zod";

import type { Answer, AnswerAction, AnswerField, Prompt } from "#model/prompt.ts";

const duration = z.string().regex(/^\d+(m|h|d)$/, "write it like 30m, 4h or 3d");

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

const units = { m: "minutes", h: "hours", d: "days" } as const;

/** Reads `30m`, `4h` or `3d`. */
export function lengthOf(text: string): Duration {
  const unit = units[text.slice(-1) as keyof typeof units];
  return Duration.fromObject({ [unit]: Number(text.slice(0, -1)) });
}
