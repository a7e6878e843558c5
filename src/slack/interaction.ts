import type { AnswerAction } from "#model/prompt.ts";
import type {
  Amended,
  HomeOpened,
  Marked,
  PictureSaid,
  SharedFiles,
} from "#slack/thread-events.ts";

/** Something a person did in Slack, as kept until it has been handled. */
export type Interaction = {
  readonly user: string;
  readonly channel: string;
  /** Where Slack takes a private answer for half an hour; null where it gave none. */
  readonly respond: string | null;
  /** The `ts` of the thread it was done in, where what it starts lives too; null outside of threads. */
  readonly thread: string | null;
} & (
  | {
      readonly kind: "command";
      /** Without its slash. */
      readonly command: string;
      readonly text: string;
      readonly trigger: string;
    }
  | {
      readonly kind: "mention";
      /** What stands after the bot's name. */
      readonly text: string;
    }
  | {
      /** “Run runbook here” on a message. */
      readonly kind: "shortcut";
      readonly trigger: string;
    }
  | {
      readonly kind: "action";
      readonly action: string;
      /** The button's value, or the chosen option's. */
      readonly value: string;
      readonly trigger: string;
      /** The modal it happened in. */
      readonly view: {
        readonly id: string;
        readonly hash: string;
        readonly metadata: string;
      } | null;
    }
  | {
      readonly kind: "submission";
      readonly runbook: string;
      readonly given: Readonly<Record<string, string>>;
      /** The finding it was opened from. */
      readonly finding?: string | null;
      /** The incident it was opened from. */
      readonly incident?: string | null;
    }
  | {
      readonly kind: "answer";
      readonly runId: string;
      readonly position: number;
      readonly action: AnswerAction;
      readonly value: string | null;
      /** A choice by its place in the prompt's list. */
      readonly choice: number | null;
      readonly reason: string | null;
    }
  | {
      /** Why a package is sealed although an artifact is missing. */
      readonly kind: "packaging";
      readonly runId: string;
      readonly reason: string;
    }
  | {
      /** `/check`'s form. */
      readonly kind: "checking";
      readonly what: string;
      readonly given: Readonly<Record<string, string>>;
    }
  | {
      /** A finding's form: the day until which it is snoozed, or whose it is. */
      readonly kind: "finding";
      readonly verb: "snooze" | "assign";
      readonly occurrence: string;
      readonly finding: string;
      readonly said: string;
    }
  | {
      /** An incident's form: whose it is, or the minutes that maintenance lasts and why. */
      readonly kind: "incident";
      readonly verb: "assign" | "maintenance";
      readonly incident: string;
      readonly said: string;
      readonly reason: string;
    }
  | SharedFiles
  | Marked
  | Amended
  | PictureSaid
  | HomeOpened
);
