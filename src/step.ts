import type { z } from "zod";

import type { CardRequest } from "#model/card.ts";
import type { DraftedClose, SignedClose } from "#model/close.ts";
import type { Dataset } from "#model/datasets.ts";
import type { ExportManifest } from "#model/export.ts";
import type { Explanation } from "#model/explanation.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { Answer, Prompt } from "#model/prompt.ts";
import type { EvidenceItem } from "#model/evidence-item.ts";
import type { EvidenceFile, ReportItem } from "#model/report.ts";
import type { DatedCause, EndpointIncident, Timeline } from "#model/timeline.ts";

export type { Answer, AnswerAction, AnswerField, Prompt } from "#model/prompt.ts";

/** What a step leaves behind; stored as JSON, so that later steps and a later process can read it. */
export interface StepOutcome {
  /** `attention`: the step did its work and found something a person should see. */
  readonly status: "complete" | "attention" | "failed" | "skipped";
  /** One line, shown on the step's card. */
  readonly summary: string;
  /** What the thread gets, in order. */
  readonly report: readonly ReportItem[];
  readonly evidence: readonly EvidenceFile[];
  readonly exports?: readonly ExportManifest[];
  readonly explanation?: Explanation;
  /** The reconciliation it explains. */
  readonly reconciliation?: string;
  /** What its causes add to the gap day by day. */
  readonly days?: readonly DatedCause[];
  /** Whether it looked for records that must not be: what a run comes to that compares nothing. */
  readonly judged?: boolean;
  /** What a person answered, for a later step to branch on. */
  readonly answer?: string;
  /** The later step the run goes on with, where that is not the next; those between are skipped. */
  readonly next?: string;
}

/** A step that cannot end yet: it is done again when somebody answers, evidence comes in, or at `until`. */
export interface StepPause {
  readonly status: "waiting";
  /** One line, shown on the step's card. */
  readonly summary: string;
  readonly prompt: Prompt | null;
  /** ISO 8601; null to wait for people alone. */
  readonly until: string | null;
  /** What the step wants to know when it is done again. */
  readonly memory: unknown;
  /** Evidence captured since it last waited; told and kept once. */
  readonly evidence?: readonly EvidenceFile[];
}

/** The run a step belongs to, and the outcomes of the steps before it, by step id. */
export interface StepInput {
  readonly runId: string;
  readonly runbook: string;
  readonly source: string;
  readonly context: FilterContext;
  readonly card: CardRequest;
  /** First start of this step, ISO 8601; the same when a killed step is done again, so that it writes the same names. */
  readonly startedAt: string;
  readonly outcomes: Readonly<Record<string, StepOutcome>>;
  /** When the step is done this time, ISO 8601. */
  readonly at: string;
  /** Who asked for the run, a Slack user id; null on the command line, where nobody can be asked. */
  readonly requestedBy: string | null;
  /** What people said to this step so far. */
  readonly answers: readonly Answer[];
  /** What the step's last pause remembered; null at first. */
  readonly memory: unknown;
  /** The run's ledger so far, and the hash of its last item. */
  readonly evidence: readonly EvidenceItem[];
  readonly evidenceHead: string;
  /** Whether what may lag is captured again until it agrees. */
  readonly refresh: boolean;
}

/** The world a step may touch, handed in; each call is safe to repeat with the same `startedAt`. */
export interface StepWorld {
  readonly signal: AbortSignal;
  /**
   * Captures a dataset from the run's source, keeps the bytes, reads them once; `again` counts further captures of it by
   * the same step, and with `everyStatus` the source is not asked to leave out any.
   */
  readonly collect: (
    dataset: Dataset,
    again?: number,
    everyStatus?: boolean,
  ) => Promise<ExportManifest>;
  /** The datasets the run's source can export. */
  readonly datasets: () => readonly Dataset[];
  /** Asks captured exports by SQL, read-only and time-boxed: rows with every value as text. */
  readonly query: (
    sql: string,
    exports: readonly ExportManifest[],
  ) => Promise<readonly Readonly<Record<string, string | null>>[]>;
  /** Asks the same way, and keeps every row as CSV. */
  readonly keepRows: (
    sql: string,
    exports: readonly ExportManifest[],
    title: string,
  ) => Promise<EvidenceFile>;
  /** Seals the run's evidence into a package. */
  readonly seal: (reason: string | null) => Promise<EvidenceFile>;
  /** Runs a reconciliation over captured exports; keeps the offending records as CSV, and the rates it converted at. */
  readonly reconcile: (
    reconciliation: string,
    exports: readonly ExportManifest[],
  ) => Promise<{
    explanation: Explanation;
    rows: EvidenceFile | null;
    rates: readonly EvidenceFile[];
    days: readonly DatedCause[];
  }>;
  /** Keeps what a reconciliation came to: the file a package tells the gap from. */
  readonly keepGap: (explanation: Explanation, reconciliation: string) => Promise<EvidenceFile>;
  /** Draws the waterfall of a reconciliation's gap as PNG and keeps it. */
  readonly drawGap: (explanation: Explanation, reconciliation: string) => Promise<EvidenceFile>;
  /** Drafts the sheets of the run's month from captured exports, and keeps them. */
  readonly draftClose: (exports: readonly ExportManifest[]) => Promise<DraftedClose>;
  /** Writes drafted sheets into the books, signed by who asked for the run and by the users who approved. */
  readonly signClose: (
    files: readonly EvidenceFile[],
    signing: { readonly reviewers: readonly string[]; readonly reason: string | null },
  ) => Promise<SignedClose>;
  /** The incidents of watched endpoints; null where none is watched. */
  readonly incidents: () => Promise<readonly EndpointIncident[] | null>;
  /** Draws what happened around the window on one axis of time as PNG and keeps it. */
  readonly drawTimeline: (timeline: Timeline) => Promise<EvidenceFile>;
  /** Keeps a JSON document as evidence. */
  readonly keep: (
    kind: EvidenceFile["kind"],
    title: string,
    document: unknown,
  ) => Promise<EvidenceFile>;
}

/** What doing a step comes to: it ended, or it waits. */
export type StepResult = StepOutcome | StepPause;

/** A kind of runbook step; the file name is what a runbook writes as `kind`. */
export interface StepKind<Settings = unknown, Result extends StepResult = StepResult> {
  readonly title: string;
  readonly settings: z.ZodType<Settings>;
  run(settings: Settings, input: StepInput, world: StepWorld): Promise<Result>;
}

/** Defines a kind of step; one that may wait says so: `defineStep<Settings, StepResult>`. */
export function defineStep<Settings, Result extends StepResult = StepOutcome>(
  step: StepKind<Settings, Result>,
): StepKind<Settings, Result> {
  return step;
}
