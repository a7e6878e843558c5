import type { Generated } from "kysely";

import type { JudgedCheck } from "#model/judged-check.ts";
import type { Outcome } from "#model/outcome.ts";
import type { Period } from "#model/period.ts";
import type { Instant, Json } from "#store/columns.ts";

/** The last due instant of a cadence that is written down, at first when it was first known: what was due before is nobody's. */
export interface CadenceStartTable {
  cadence: string;
  since: Instant;
}

/** One due instant of a cadence, or one time that somebody asked for it. */
export interface OccurrenceTable {
  /** ULID. */
  id: string;
  cadence: string;
  due_at: Instant;
  /** The closed window it judges. */
  period: Json<Period>;
  /** The one check that was asked for; null for all of the cadence. */
  only_check: string | null;
  /** The one source that was asked; null for all of the cadence. */
  only_source: string | null;
  /** Slack user id; null for what was due. */
  asked_by: string | null;
  /** Where its digest goes; null where nobody reads one. */
  channel: string | null;
  /** The `ts` of the thread its digest is posted in; null for the channel. */
  thread: string | null;
  /** Why it is late, a sentence; null when it is not. */
  late: string | null;
  status: "pending" | "running" | "done" | "failed" | "skipped";
  /** Why it failed, a sentence with what to do; null when it did not. */
  failure: string | null;
  /** When somebody last asked to have it judged again; null where nobody did. */
  again_at: Instant | null;
  /** Slack user id, of who asked that. */
  again_by: string | null;
  started_at: Instant | null;
  finished_at: Instant | null;
}

/** What a check concluded in an occurrence; judged again, it is replaced. */
export interface CheckResultTable {
  occurrence_id: string;
  source: string;
  /** Empty for the source as a whole. */
  program: string;
  check_id: string;
  outcome: Outcome;
  judged: Json<JudgedCheck>;
  judged_at: Instant;
}

/** What people said to a check's result; a snooze stands until it ends. */
export interface CheckMarkTable {
  id: Generated<number>;
  source: string;
  program: string;
  check_id: string;
  /** What kind of window the result was of: a day's says nothing of a week's. */
  span: Period["span"];
  /** The occurrence whose digest it was said to. */
  occurrence_id: string;
  kind: "acknowledge" | "assign" | "snooze" | "useful" | "noise" | "run";
  /** Slack user id. */
  by: string;
  at: Instant;
  /** Slack user id, of an assignment. */
  assignee: string | null;
  /** The run that was started from it. */
  run_id: string | null;
  /** Of a snooze. */
  until: Instant | null;
  ended_at: Instant | null;
}
