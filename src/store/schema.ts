import type { ColumnType, Generated, JSONColumnType } from "kysely";

import type { CardRequest } from "#model/card.ts";
import type { FilterContext, ScopeField } from "#model/filter-context.ts";
import type { Verdict } from "#model/explanation.ts";
import type { EvidenceItem } from "#model/evidence-item.ts";
import type { Runbook } from "#runbook.ts";
import type { Answer, StepOutcome, StepPause } from "#step.ts";
import type {
  CadenceStartTable,
  CheckMarkTable,
  CheckResultTable,
  OccurrenceTable,
} from "#store/cadence-tables.ts";
import type { Instant, Json } from "#store/columns.ts";
import type {
  EndpointHistoryTable,
  EndpointMinuteTable,
  EndpointNotebookTable,
  EndpointTable,
  EndpointTransitionTable,
  IncidentEventTable,
  IncidentTable,
  LossReadingTable,
  MaintenanceTable,
  QuotaRestTable,
  QuotaUseTable,
  WatcherTable,
  WatchLeaseTable,
} from "#store/watch-tables.ts";

export interface RunTable {
  /** ULID. */
  id: string;
  runbook: string;
  runbook_sha256: string;
  /** The runbook as it was when the run started; a run in flight keeps its version. */
  definition: JSONColumnType<Runbook>;
  source: string;
  context: JSONColumnType<FilterContext>;
  card: Json<CardRequest>;
  status: "running" | "finished" | "failed" | "canceled";
  /** Slack user id. */
  requested_by: string;
  channel: string;
  /** The `ts` of the thread it lives in, begun by people; null for a run with a message of its own in the channel. */
  thread: string | null;
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
  status: "pending" | "running" | "waiting" | "complete" | "attention" | "failed" | "skipped";
  started_at: Instant | null;
  finished_at: Instant | null;
  outcome: Json<StepOutcome> | null;
  /** What it waits for; once it has ended, what it last waited for. */
  pause: Json<StepPause> | null;
  /** When a waiting step is looked at again, though nobody has answered. */
  wake_at: Instant | null;
}

/** What people said to a step that waits, in the order in which it was accepted; never changed. */
export interface RunAnswerTable {
  run_id: string;
  position: number;
  /** From 0 within the step. */
  sequence: number;
  answer: Json<Answer>;
}

/** The ledger of a run's evidence, each item chained to the one before; never changed. */
export interface EvidenceItemTable {
  run_id: string;
  /** From 0 within the run. */
  sequence: number;
  item: Json<EvidenceItem>;
  /** SHA-256 over the item and the hash before it, hexadecimal. */
  hash: string;
}

/** Every action of a person or of the bot in a person's name; never changed. */
export interface AuditEntryTable {
  id: Generated<number>;
  at: Instant;
  /** Slack user id, or `command line`. */
  actor: string;
  /** Such as `run.start`, `step.approve`, `access.refused`. */
  action: string;
  run_id: string | null;
  channel: string | null;
  detail: Json<Readonly<Record<string, unknown>>>;
}

/** Interactions accepted from Slack, stored before they are acknowledged. */
export interface InboxTable {
  /** Unique per interaction, also when Slack sends it twice. */
  key: string;
  kind:
    | "command"
    | "mention"
    | "shortcut"
    | "action"
    | "submission"
    | "answer"
    | "packaging"
    | "shared"
    | "marked"
    | "amended"
    | "picture"
    | "checking"
    | "finding"
    | "incident"
    | "home";
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
  kind: "post" | "update" | "upload" | "reaction" | "private";
  channel: string;
  /** Key of the row whose message is the thread's root, or the message to edit. */
  parent: string | null;
  /** The `ts` of the thread a message without a parent is posted in; null for the channel. */
  thread: string | null;
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

/** Evidence packages that people asked for. */
export interface EvidencePackageTable {
  /** ULID. */
  id: string;
  run_id: string;
  /** Slack user id. */
  asked_by: string;
  /** Names the package, and stands in it as the instant it was made. */
  asked_at: Instant;
  /** Why it is sealed although an artifact is missing. */
  reason: string | null;
  /** The run as it was when it was asked for: a package made again is the same to the byte. */
  record: Json<unknown>;
  status: "pending" | "sealed" | "failed";
  attempts: number;
  root: string | null;
  /** Artifact names, once it is sealed. */
  sealed_file: string | null;
  shared_file: string | null;
  failure: string | null;
}

/** A message that was captured as evidence, as it was last seen. */
export interface CapturedMessageTable {
  run_id: string;
  channel: string;
  ts: string;
  /** Slack user id. */
  author: string;
  text: string;
  /** Slack's ids of its files, and the names they are kept under. */
  files: Json<readonly { readonly id: string; readonly file: string }[]>;
  /** True where its words are an item of their own, not only its files. */
  whole: boolean;
  permalink: string | null;
  /** The `ts` of the last edit that is known. */
  edited: string | null;
  deleted: boolean;
}

/** What a workspace was seen to refuse, so that it is not tried again: e.g. `plan_blocks`. */
export interface WorkspaceTraitTable {
  workspace: string;
  trait: string;
  noted_at: Instant;
}

/** Every version of a runbook that was ever loaded. */
export interface RunbookVersionTable {
  id: string;
  sha256: string;
  text: string;
  /** Last loaded. */
  seen_at: ColumnType<Date, Date | undefined, Date>;
}

/** Ids a source's exports were seen to hold. */
export interface KnownIdTable {
  source: string;
  field: ScopeField;
  id: string;
  seen_at: ColumnType<Date, Date | undefined, Date>;
}

export interface Database {
  cadence_start: CadenceStartTable;
  occurrence: OccurrenceTable;
  check_result: CheckResultTable;
  check_mark: CheckMarkTable;
  run: RunTable;
  run_step: RunStepTable;
  run_answer: RunAnswerTable;
  evidence_item: EvidenceItemTable;
  evidence_package: EvidencePackageTable;
  audit_entry: AuditEntryTable;
  runbook_version: RunbookVersionTable;
  known_id: KnownIdTable;
  inbox: InboxTable;
  outbox: OutboxTable;
  workspace_trait: WorkspaceTraitTable;
  captured_message: CapturedMessageTable;
  watch_lease: WatchLeaseTable;
  watcher: WatcherTable;
  endpoint: EndpointTable;
  endpoint_notebook: EndpointNotebookTable;
  endpoint_transition: EndpointTransitionTable;
  incident: IncidentTable;
  incident_event: IncidentEventTable;
  loss_reading: LossReadingTable;
  maintenance: MaintenanceTable;
  endpoint_minute: EndpointMinuteTable;
  endpoint_history: EndpointHistoryTable;
  quota_use: QuotaUseTable;
  quota_rest: QuotaRestTable;
}
