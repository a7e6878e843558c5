import type { Kysely, Selectable, Transaction } from "kysely";
import { sql } from "kysely";
import { DateTime } from "luxon";
import { ulid } from "ulid";

import type { JudgedCheck } from "#model/judged-check.ts";
import type { Period } from "#model/period.ts";
import type { OccurrenceTable } from "#store/cadence-tables.ts";
import type { Database } from "#store/schema.ts";

type Trx = Transaction<Database>;

export type Occurrence = Selectable<OccurrenceTable>;

/** A due instant to be written down. */
export interface NewOccurrence {
  readonly cadence: string;
  readonly dueAt: DateTime;
  readonly period: Period;
  readonly channel: string | null;
  readonly status: "pending" | "skipped";
  readonly late: string | null;
  readonly onlyCheck?: string | null;
  /** The one source to ask; null for all of the cadence. */
  readonly source?: string | null;
  /** The `ts` of the thread its digest is posted in. */
  readonly thread?: string | null;
  /** Slack user id of who asked; null for what is due. */
  readonly askedBy?: string | null;
}

/** Processes that share a database may differ by this much in what time it is. */
const clockDifference = { minutes: 5 };

/** The instant after which a cadence's due instants are still to be written down: the last one that was, else when the cadence was first known. */
export async function knownUntil(trx: Trx, cadence: string, now: DateTime): Promise<DateTime> {
  await forgetUndue(trx, cadence, now.plus(clockDifference).toJSDate());
  await trx
    .insertInto("cadence_start")
    .values({ cadence, since: now.toJSDate() })
    .onConflict((conflict) => conflict.column("cadence").doNothing())
    .execute();
  const { since } = await trx
    .selectFrom("cadence_start")
    .select("since")
    .where("cadence", "=", cadence)
    .executeTakeFirstOrThrow();
  return DateTime.fromJSDate(since, { zone: "utc" });
}

/** A clock that ran ahead wrote down what is not due at all: what nobody was told of is forgotten, to come due in its time. */
async function forgetUndue(trx: Trx, cadence: string, after: Date): Promise<void> {
  await trx
    .deleteFrom("occurrence")
    .where("cadence", "=", cadence)
    .where("asked_by", "is", null)
    .where("status", "in", ["pending", "skipped"])
    .where("due_at", ">", after)
    .execute();
  await trx
    .updateTable("cadence_start")
    .set({ since: after })
    .where("cadence", "=", cadence)
    .where("since", ">", after)
    .execute();
}

/** The rows do not tell it: of those that a fast clock wrote down, some were begun and stand, and some before them were forgotten. */
async function knowUntil(trx: Trx, { cadence, dueAt }: NewOccurrence): Promise<void> {
  await trx
    .updateTable("cadence_start")
    .set({ since: dueAt.toJSDate() })
    .where("cadence", "=", cadence)
    .where("since", "<", dueAt.toJSDate())
    .execute();
}

/** Whether an occurrence lies ahead of us and was not begun: then a clock ran ahead that wrote it down. */
export function isUndue(
  { due_at: due, asked_by: asked, status }: Occurrence,
  now: DateTime,
): boolean {
  const isUntouched = asked === null && status === "pending";
  return isUntouched && due.getTime() > now.plus(clockDifference).toMillis();
}

/** Writes an occurrence down and returns its id; null when that due instant is written down already. */
export async function insertOccurrence(trx: Trx, one: NewOccurrence): Promise<string | null> {
  if ((one.askedBy ?? null) === null) await knowUntil(trx, one);
  const inserted = await trx
    .insertInto("occurrence")
    .values({
      id: ulid(),
      cadence: one.cadence,
      due_at: one.dueAt.toJSDate(),
      period: JSON.stringify(one.period),
      only_check: one.onlyCheck ?? null,
      only_source: one.source ?? null,
      thread: one.thread ?? null,
      asked_by: one.askedBy ?? null,
      channel: one.channel,
      late: one.late,
      status: one.status,
      failure: null,
      started_at: null,
      finished_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted?.id ?? null;
}

/** An occurrence, locked until the transaction ends; undefined when there is none. */
export function lockOccurrence(trx: Trx, id: string): Promise<Occurrence | undefined> {
  return trx
    .selectFrom("occurrence")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

export function readOccurrence(db: Kysely<Database>, id: string): Promise<Occurrence | undefined> {
  return db.selectFrom("occurrence").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Occurrences that have not ended, oldest first. */
export async function openOccurrences(db: Kysely<Database>): Promise<string[]> {
  const rows = await db
    .selectFrom("occurrence")
    .select("id")
    .where("status", "in", ["pending", "running"])
    .orderBy("due_at")
    .execute();
  return rows.map(({ id }) => id);
}

export async function markOccurrence(
  trx: Trx,
  id: string,
  status: "running" | "done" | "failed",
  now: Date,
  failure: string | null = null,
): Promise<void> {
  const at = status === "running" ? { started_at: now } : { finished_at: now };
  await trx
    .updateTable("occurrence")
    .set({ status, failure, ...at })
    .where("id", "=", id)
    .execute();
}

/** Has an occurrence judged again; what was concluded stands until it is replaced. */
export async function markAgain(
  trx: Trx,
  id: string,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<void> {
  const begun = { failure: null, started_at: null, finished_at: null };
  await trx
    .updateTable("occurrence")
    .set({ ...begun, status: "pending", again_at: at, again_by: by })
    .where("id", "=", id)
    .execute();
}

/** Forgets what was concluded before an instant: judged again, those checks are no longer there. */
export async function forgetReplaced(trx: Trx, occurrence: string, since: Date): Promise<void> {
  await trx
    .deleteFrom("check_result")
    .where("occurrence_id", "=", occurrence)
    .where("judged_at", "<", since)
    .execute();
}

/** Keeps what a check concluded; judged again, the later conclusion stands. */
export async function keepJudged(
  trx: Trx,
  occurrence: string,
  judged: JudgedCheck,
  now: Date,
): Promise<void> {
  const row = { outcome: judged.outcome, judged: JSON.stringify(judged), judged_at: now };
  await trx
    .insertInto("check_result")
    .values({
      occurrence_id: occurrence,
      source: judged.source,
      program: judged.program ?? "",
      check_id: judged.check,
      ...row,
    })
    .onConflict((conflict) =>
      conflict.columns(["occurrence_id", "source", "program", "check_id"]).doUpdateSet(row),
    )
    .execute();
}

/** What the checks of an occurrence have concluded so far. */
export async function judgedIn(db: Kysely<Database>, occurrence: string): Promise<JudgedCheck[]> {
  const rows = await db
    .selectFrom("check_result")
    .select("judged")
    .where("occurrence_id", "=", occurrence)
    .orderBy("judged_at")
    .execute();
  return rows.map(({ judged }) => judged);
}

/** The conclusion of every check about the newest window of each kind, whichever occurrence it was reached in: a look back by hand replaces nothing. */
export async function latestJudged(
  db: Kysely<Database>,
): Promise<{ judged: JudgedCheck; at: Date; occurrence: string }[]> {
  const span = sql<string>`judged->'period'->>'span'`;
  const rows = await db
    .selectFrom("check_result")
    .distinctOn(["check_id", "source", "program", span])
    .select(["judged", "judged_at", "occurrence_id"])
    .orderBy("check_id")
    .orderBy("source")
    .orderBy("program")
    .orderBy(span)
    .orderBy(sql`judged->'period'->>'to'`, "desc")
    .orderBy("judged_at", "desc")
    .execute();
  return rows.map(({ judged, judged_at: at, occurrence_id: occurrence }) => {
    return { judged, at, occurrence };
  });
}
