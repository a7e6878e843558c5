import type { z } from "zod";

import type { Dataset } from "#model/datasets.ts";
import type { ExportManifest } from "#model/export.ts";
import type { Explanation } from "#model/explanation.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { EvidenceFile, ReportItem } from "#model/report.ts";

/** What a step leaves behind; stored as JSON, so that later steps and a later process can read it. */
export interface StepOutcome {
  /** `attention`: the step did its work and found something a person should see. */
  readonly status: "complete" | "attention" | "failed";
  /** One line, shown on the step's card. */
  readonly summary: string;
  /** What the thread gets, in order. */
  readonly report: readonly ReportItem[];
  readonly evidence: readonly EvidenceFile[];
  readonly exports?: readonly ExportManifest[];
  readonly explanation?: Explanation;
}

/** The run a step belongs to, and the outcomes of the steps before it, by step id. */
export interface StepInput {
  readonly runId: string;
  readonly runbook: string;
  readonly source: string;
  readonly context: FilterContext;
  /** First start of this step, ISO 8601; the same when a killed step is done again, so that it writes the same names. */
  readonly startedAt: string;
  readonly outcomes: Readonly<Record<string, StepOutcome>>;
}

/** The world a step may touch, handed in; each call is safe to repeat with the same `startedAt`. */
export interface StepWorld {
  readonly signal: AbortSignal;
  /** Captures a dataset from the run's source, keeps the bytes, reads them once. */
  readonly collect: (dataset: Dataset) => Promise<ExportManifest>;
  /** Runs a reconciliation over captured exports; keeps the offending records as CSV, and the rates it converted at. */
  readonly reconcile: (
    reconciliation: string,
    exports: readonly ExportManifest[],
  ) => Promise<{
    explanation: Explanation;
    rows: EvidenceFile | null;
    rates: readonly EvidenceFile[];
  }>;
  /** Draws the waterfall of a gap as PNG and keeps it. */
  readonly drawGap: (explanation: Explanation, title: string) => Promise<EvidenceFile>;
  /** Keeps a JSON document as evidence. */
  readonly keep: (
    kind: EvidenceFile["kind"],
    title: string,
    document: unknown,
  ) => Promise<EvidenceFile>;
}

/** A kind of runbook step; the file name is what a runbook writes as `kind`. */
export interface StepKind<Settings = unknown> {
  readonly title: string;
  readonly settings: z.ZodType<Settings>;
  run(settings: Settings, input: StepInput, world: StepWorld): Promise<StepOutcome>;
}

export function defineStep<Settings>(step: StepKind<Settings>): StepKind<Settings> {
  return step;
}
