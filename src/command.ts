import type { Runbook } from "#runbook.ts";

/** A slash command as a person typed it. */
export interface Invocation {
  /** What stands after the command, trimmed. */
  readonly text: string;
  readonly userId: string;
  readonly channelId: string;
}

/** What a command has people see: a run's own message, a modal, or a sentence only they can read. */
export type CommandReply =
  | {
      readonly kind: "run";
      readonly runbook: string;
      readonly given: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: "form";
      readonly runbook: string | null;
      readonly given: Readonly<Record<string, string>>;
    }
  /** A run's evidence package, by the run's id or `last`; null for the run of the thread, or to choose one. */
  | { readonly kind: "evidence"; readonly run: string | null }
  /** How the last two versions of a closed month differ; of all sources where none is named. */
  | { readonly kind: "close_difference"; readonly month: string; readonly source: string | null }
  /** Checks judged by hand: a cadence's, or one; over the last window that is over unless one is given. */
  | {
      readonly kind: "check";
      readonly what: string;
      readonly given: Readonly<Record<string, string>>;
    }
  /** The form that asks what to judge. */
  | { readonly kind: "check_form"; readonly what: string | null }
  /** Every check with its last outcome. */
  | { readonly kind: "check_list" }
  /** Every endpoint as it stands. */
  | { readonly kind: "probe_list" }
  /** One endpoint: how it stands and stood. */
  | { readonly kind: "probe_show"; readonly endpoint: string }
  /** One look at an endpoint, or at an address that somebody typed. */
  | { readonly kind: "probe_test"; readonly what: string }
  | {
      readonly kind: "probe_order";
      readonly order: "pause" | "resume";
      readonly endpoint: string;
    }
  /** An endpoint may be down without a word, from now on for so many milliseconds. */
  | {
      readonly kind: "probe_maintenance";
      readonly endpoint: string;
      readonly milliseconds: number;
      readonly reason: string;
    }
  | { readonly kind: "private"; readonly text: string };

/** What commands may know. */
export interface CommandWorld {
  readonly runbooks: ReadonlyMap<string, Runbook>;
  /** Ids of the cadences and of the checks there are. */
  readonly cadences: readonly string[];
  readonly checks: readonly string[];
  /** Ids of the endpoints there are. */
  readonly endpoints: readonly string[];
  /** What changed in a runbook since the version before, as a unified diff; null when there is none before. */
  readonly changes: (runbook: string) => string | null;
  /** The day it is for people, `YYYY-MM-DD`. */
  readonly today: string;
}

/** A slash command; the file name is the word typed. Pure: text in, reply out; a UsageError is said to the person alone. */
export interface Command {
  /** Shown by Slack's completion and help. */
  readonly description: string;
  /** Slack's usage hint. */
  readonly usage: string;
  /** The runbook its lines are for; null when the first word names it. What cannot be read is offered as that runbook's form. */
  readonly runbook?: string | null;
  run(invocation: Invocation, world: CommandWorld): CommandReply;
}

export function defineCommand(command: Command): Command {
  return command;
}
