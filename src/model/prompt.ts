/** What a person may do about a step that waits. */
export type AnswerAction = "confirm" | "reject" | "answer" | "approve" | "skip" | "hand_over";

/** What a person said to a step that waits; only what was allowed is kept. */
export interface Answer {
  readonly action: AnswerAction;
  /** Slack user id. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  /** The typed value, or the user handed over to. */
  readonly value: string | null;
  readonly reason: string | null;
  /** Head of the run's evidence when it was said; an approval of other evidence is void. */
  readonly evidence: string;
}

/** What a step asks a person. */
export interface Prompt {
  readonly actions: readonly AnswerAction[];
  /** Plain text. */
  readonly text: string;
  /** What a typed answer must be; null where buttons are enough. */
  readonly field: AnswerField | null;
  /** A role of the configuration, null for whoever may answer. */
  readonly role: string | null;
  /** True where who asked for the run must not answer. */
  readonly excludesRequester: boolean;
  /** Slack user it was handed over to. */
  readonly assignee: string | null;
  /** How often it has been asked so far without an answer, from 0. */
  readonly reminders: number;
  /** What stands so far, such as the approvals given; plain text. */
  readonly progress: string | null;
}

export interface AnswerField {
  readonly label: string;
  readonly type: "text" | "number" | "date" | "choice";
  readonly choices: readonly string[];
}
