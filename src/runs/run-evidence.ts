import { DateTime } from "luxon";

import { contextHash } from "#model/filter-context.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { EvidenceItem } from "#model/evidence-item.ts";
import type { EvidenceFile } from "#model/report.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import type { RunRows, StepKey } from "#runs/run-rows.ts";
import type { Answer } from "#step.ts";

/** What a person added by hand: the run knows the rest. */
export type AddedEvidence = Pick<
  EvidenceItem,
  "kind" | "title" | "file" | "sha256" | "bytes" | "actor" | "permalink" | "words"
>;

/** The run and the step something was captured in, and when. */
type CapturedAt = Pick<EvidenceItem, "source" | "step"> & {
  readonly context: FilterContext;
  readonly at: Date;
};

/** When the issue was observed: nobody says, so it is when the run was asked for, and the item tells that. */
export function observed(
  run: Pick<Run, "context" | "requested_by" | "created_at">,
  source = "slack",
): EvidenceItem {
  const { context, requested_by: actor, created_at: at } = run;
  const zoned = basis(run, at);
  return {
    ...zoned,
    ...nothing,
    kind: "instant",
    title: "Issue observed",
    source,
    step: null,
    actor,
    permalink: null,
    words: {
      observed_at: zoned.at,
      timezone: context.timezone,
      known_by: "the instant the run was asked for",
    },
  };
}

/** What a step captured, as items of the ledger. */
export function captured(
  { run, steps }: RunRows,
  { position }: StepKey,
  files: readonly EvidenceFile[],
): EvidenceItem[] {
  const step = steps[position];
  const at = step?.started_at ?? run.created_at;
  return capturedAt({ ...run, step: step?.step_id ?? null, at }, files);
}

/** What was captured at an instant, as items of the ledger. */
export function capturedAt(
  { source, context, step, at }: CapturedAt,
  files: readonly EvidenceFile[],
): EvidenceItem[] {
  return files.map(({ kind, title, file, sha256, bytes, rows, words = {} }) => ({
    ...basis({ context }, at),
    kind,
    title,
    file,
    sha256,
    bytes,
    rows,
    source,
    step,
    actor: "countercheck",
    permalink: null,
    words,
  }));
}

/** What a person said to a step, as an item of the ledger; what only moves the question on is none. */
export function answered({ run }: RunRows, step: RunStep, answer: Answer): EvidenceItem[] {
  const { action, by, at, value, reason } = answer;
  if (action === "hand_over") return [];
  return [
    {
      ...basis(run, new Date(at)),
      ...nothing,
      kind: action === "approve" ? "approval" : "answer",
      title: step.title,
      source: "slack",
      step: step.step_id,
      actor: by,
      permalink: null,
      words: {
        question: step.pause?.prompt?.text ?? step.title,
        action,
        ...(value === null ? {} : { answer: value }),
        ...(reason === null ? {} : { reason }),
        ...(action === "approve" || action === "reject" ? { evidence: answer.evidence } : {}),
      },
    },
  ];
}

/** What a person added, as an item of the ledger. */
export function addedItem(
  { run }: RunRows,
  waiting: RunStep | null,
  added: AddedEvidence,
  at: Date,
): EvidenceItem {
  const step = waiting?.step_id ?? null;
  return { ...basis(run, at), rows: null, source: "slack", step, ...added };
}

const nothing = { file: null, sha256: null, bytes: null, rows: null };

function basis({ context }: Pick<RunRows["run"], "context">, at: Date) {
  const zoned = DateTime.fromJSDate(at).setZone(context.timezone);
  return { context_sha256: contextHash(context), at: zoned.toISO() ?? at.toISOString() };
}
