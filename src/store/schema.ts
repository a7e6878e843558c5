import type { ColumnType, Generated, JSONColumnType } from "kysely";

import type { FilterContext } from "#model/filter-context.ts";
import type { Verdict } from "#model/explanation.ts";
import type { Runbook } from "#runbook.ts";
import type { StepOutcome } from "#step.ts";

type Instant = ColumnType<Date, Date | string, Date | string>;
type Json<Value> = ColumnType<Value, string, string>;

export interface RunTable {
  /** ULID. */
  id: string;
  runbook: string;
  runbook_sha256: string;
  /** The runbook as it was when the run started; a run in flight keeps its version. */
  definition: JSONColumnType<Runbook>;
  source: string;
  context: JSONColumnType<FilterContext>;
  status: "running" | "finished" | "failed";
  /** Slack user id. */
  requested_by: string;
  channel: string;
  verdict: Verdict | null;
  /** The sentence said when a run failed or was refused. */
  failure: string | null;
  created_at: Instant;
  finished_at: Instant | null;
}

export interface RunStepTable {
  run_id: string;
  /** From 0. */
  position: number;
  step_id: string;
  title: string;
  kind: string;
  status: "pending" | "running" | "complete" | "attention" | "failed" | "skipped";
  started_at: Instant | null;
  finished_at: Instant | null;
  outcome: Json<StepOutcome> | null;
}

/** Interactions accepted from Slack, stored before they are acknowledged. */
export interface InboxTable {
  /** Unique per interaction, also when Slack sends it twice. */
  key: string;
  kind: "command" | "action" | "submission";
  payload: Json<unknown>;
  received_at: Instant;
  handled_at: Instant | null;
  attempts: number;
  failure: string | null;
}

/** Messages owed to Slack, written with the state change they tell of. */
export interface OutboxTable {
  /** Deterministic, e.g. `run:<id>:verdict`: also the metadata key by which Slack is read back. */
  key: string;
  /** Order of sending within one thread. */
  position: Generated<number>;
  kind: "post" | "update" | "upload" | "private";
  channel: string;
  /** Key of the row whose message is the thread's root, or the message to edit. */
  parent: string | null;
  payload: Json<unknown>;
  status: "pending" | "sending" | "sent" | "failed";
  message_ts: string | null;
  /** Slack file ids, bound before an upload is completed. */
  file_ids: Json<string[]> | null;
  attempts: number;
  next_attempt_at: Instant;
  created_at: Instant;
  sent_at: Instant | null;
  failure: string | null;
}

/** What a workspace was seen to refuse, so that it is not tried again: e.g. `plan_blocks`. */
export interface WorkspaceTraitTable {
  workspace: string;
  trait: string;
  noted_at: Instant;
}

export interface Database {
  run: RunTable;
  run_step: RunStepTable;
  inbox: InboxTable;
  outbox: OutboxTable;
  workspace_trait: WorkspaceTraitTable;
}
