import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";

import { jsonText } from "#slack/json-text.ts";
import type { Database, OutboxTable } from "#store/schema.ts";

/** Messages that Slack paces together and that keep their order: a channel's posts, its edits, its private words. */
export interface LineId {
  readonly channel: string;
  readonly kind: "posts" | "edits" | "private";
}

/** A message whose turn it is. */
export interface OutboxRow {
  readonly key: string;
  readonly kind: OutboxTable["kind"];
  readonly channel: string;
  readonly parent: string | null;
  readonly payload: unknown;
  readonly attempts: number;
  readonly file_ids: string[] | null;
  readonly created_at: Date;
  /** The `ts` of the thread it is posted in, or of the message it edits. */
  readonly parent_ts: string | null;
  /** An earlier attempt may have reached Slack: look before sending again. */
  readonly unsure: boolean;
}

export type Turn =
  | { readonly kind: "row"; readonly row: OutboxRow }
  | { readonly kind: "wait"; readonly milliseconds: number }
  | { readonly kind: "empty" };

interface Head extends Omit<OutboxRow, "unsure"> {
  readonly status: "pending" | "sending";
  readonly failure: string | null;
  readonly due_in: number;
  readonly parent_status: OutboxTable["status"] | null;
}

const lineOf = sql<
  LineId["kind"]
>`case kind when 'update' then 'edits' when 'private' then 'private' else 'posts' end`;
/** A row nobody finishes within this time is taken over. */
export const leaseSeconds = 60;
const lease = sql<Date>`now() + make_interval(secs => ${leaseSeconds})`;

/** The lines that owe Slack something by now. */
export async function linesOwed(db: Kysely<Database>): Promise<LineId[]> {
  return db
    .selectFrom("outbox")
    .select(["channel", lineOf.as("kind")])
    .where("status", "in", ["pending", "sending"])
    .where("next_attempt_at", "<=", sql<Date>`now()`)
    .distinct()
    .execute();
}

/** Takes the next message of a line: the first of its thread, due, its root posted; and nobody else is sending on that line. */
export async function takeTurn(trx: Transaction<Database>, line: LineId): Promise<Turn> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`outbox ${line.kind} ${line.channel}`}, 0))`.execute(
    trx,
  );
  const heads = await headsOf(trx, line);
  const orphans = heads.filter(({ parent_status: root }) => root === "failed");
  for (const { key } of orphans) {
    await rowFailed(trx, key, "the message it belongs to was not posted");
  }
  const left = heads.filter(({ parent_status: root }) => root !== "failed");
  const leased = left.filter(
    ({ status, failure, due_in: due }) => status === "sending" && failure === null && due > 0,
  );
  const ready = left.filter(({ parent_status: root }) => root === null || root === "sent");
  const next = ready.find((head) => head.due_in <= 0);
  if (next && leased.length === 0) return { kind: "row", row: await claim(trx, next) };
  if (orphans.length > 0) return { kind: "wait", milliseconds: 0 };
  if (left.length === 0) return { kind: "empty" };
  const soonest = Math.min(...[...leased, ...ready].map((head) => Math.max(head.due_in, 1)));
  return { kind: "wait", milliseconds: soonest };
}

/** The first message of each thread, of each edited message, and every private one. */
async function headsOf(trx: Transaction<Database>, { channel, kind }: LineId): Promise<Head[]> {
  const { rows } = await sql<Head & { position: string }>`
    select distinct on (strand) item.key, item.kind, item.channel, item.parent, item.payload, item.attempts,
      item.file_ids, item.created_at, item.status, item.failure, item.position,
      (extract(epoch from item.next_attempt_at - now()) * 1000)::float8 as due_in,
      root.status as parent_status,
      case when item.kind = 'update' then root.message_ts else coalesce(root.thread, root.message_ts, item.thread) end as parent_ts
    from (
      select *, case when kind in ('update', 'private') then key else coalesce(parent, key) end as strand
      from outbox where channel = ${channel} and status in ('pending', 'sending') and ${lineOf} = ${kind}
    ) as item left join outbox as root on root.key = item.parent
    order by strand, item.position`.execute(trx);
  return rows.toSorted((a, b) => Number(a.position) - Number(b.position));
}

async function claim(trx: Transaction<Database>, head: Head): Promise<OutboxRow> {
  await trx
    .updateTable("outbox")
    .set({
      status: "sending",
      attempts: head.attempts + 1,
      next_attempt_at: lease,
      failure: null,
    })
    .where("key", "=", head.key)
    .execute();
  const { key, kind, channel, parent, payload, file_ids, created_at, parent_ts } = head;
  return {
    key,
    kind,
    channel,
    parent,
    payload,
    file_ids,
    created_at,
    parent_ts,
    attempts: head.attempts + 1,
    unsure: head.status === "sending",
  };
}

/** Keeps other processes away while a long upload is on its way. */
export async function renewLease(db: Kysely<Database>, key: string): Promise<void> {
  await claimed(db, key).set({ next_attempt_at: lease }).execute();
}

/** Binds uploaded files to their message, before Slack is asked to show them. */
export async function bindFiles(
  db: Kysely<Database>,
  key: string,
  files: readonly string[],
): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ file_ids: jsonText(files) })
    .where("key", "=", key)
    .execute();
}

export async function rowSent(db: Kysely<Database>, key: string, ts: string | null): Promise<void> {
  await claimed(db, key)
    .set({ status: "sent", message_ts: ts, sent_at: sql<Date>`now()`, failure: null })
    .execute();
}

/** To be tried again; `sending` when Slack may have it already. */
export async function rowLater(
  db: Kysely<Database>,
  key: string,
  { unsure, milliseconds, failure }: { unsure: boolean; milliseconds: number; failure: string },
): Promise<void> {
  await claimed(db, key)
    .set({
      status: unsure ? "sending" : "pending",
      next_attempt_at: sql<Date>`now() + make_interval(secs => ${milliseconds / 1000})`,
      failure,
    })
    .execute();
}

export async function rowFailed(db: Kysely<Database>, key: string, failure: string): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ status: "failed", failure })
    .where("key", "=", key)
    .where("status", "in", ["pending", "sending"])
    .execute();
}

/** Lets go of what a dead process was sending; only for a database that no other process can be on. */
export async function releaseOrphans(db: Kysely<Database>): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ next_attempt_at: sql<Date>`now()` })
    .where("status", "=", "sending")
    .execute();
}

/** An edit that was replaced while it was on its way is pending again, and stays so. */
function claimed(db: Kysely<Database>, key: string) {
  return db.updateTable("outbox").where("key", "=", key).where("status", "=", "sending");
}
