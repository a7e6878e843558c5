import { DateTime } from "luxon";

import { contextHash } from "#model/filter-context.ts";
import type { EvidenceItem } from "#model/evidence-item.ts";
import type { EvidenceFile } from "#model/report.ts";
import type { RunStep } from "#runs/announcer.ts";
import type { RunRows, StepKey } from "#runs/run-rows.ts";
import type { Answer } from "#step.ts";

/** What a person added by hand: the run knows the rest. */
export type AddedEvidence = Pick<
  EvidenceItem,
  "kind" | "title" | "file" | "sha256" | "bytes" | "actor" | "permalink" | "words"
>;

/** What a step captured, as items of the ledger. */
export function captured(
  { run, steps }: RunRows,
  { position }: StepKey,
  files: readonly EvidenceFile[],
): EvidenceItem[] {
  const step = steps[position];
  return files.map(({ kind, title, file, sha256, bytes, rows }) => ({
    ...basis(run, step?.started_at ?? run.created_at),
    kind,
    title,
    file,
    sha256,
    bytes,
    rows,
    source: run.source,
    step: step?.step_id ?? null,
    actor: "countercheck",
    permalink: null,
    words: {},
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

function basis({ context }: RunRows["run"], at: Date) {
  const zoned = DateTime.fromJSDate(at).setZone(context.timezone);
  return { context_sha256: contextHash(context), at: zoned.toISO() ?? at.toISOString() };
}
