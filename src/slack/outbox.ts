import type { Transaction } from "kysely";
import { sql } from "kysely";

import { jsonText } from "#slack/json-text.ts";
import type { Message } from "#slack/message.ts";
import type { Upload } from "#slack/views/files.ts";
import type { Database, OutboxTable } from "#store/schema.ts";

/** A message in a channel or thread; `requester` is told privately when Slack will not have it. */
export interface PostPayload extends Message {
  readonly requester?: string;
}

/** Words for one person; `respond` is the address Slack gave for answering, good for half an hour. */
export interface PrivatePayload {
  readonly user: string;
  readonly respond: string | null;
  /** The `ts` of the thread it belongs to, null for the channel itself. */
  readonly thread: string | null;
  readonly message: Message;
}

/** An emoji under a message; `name` is Slack's. */
export interface ReactionPayload {
  readonly timestamp: string;
  readonly name: string;
}

/** Where a message goes: `parent` is the key of its thread's root, null for a message of the channel. */
export interface Place {
  readonly key: string;
  readonly channel: string;
  readonly parent: string | null;
  /** The `ts` of the thread a message without a parent is posted in. */
  readonly thread?: string | null;
}

type Trx = Transaction<Database>;
type NewRow = Pick<OutboxTable, "key" | "kind" | "channel" | "parent"> & {
  readonly thread?: string | null;
  readonly payload: string;
};

/** The least time between two edits of one message. */
const editSpacing = sql`interval '1200 milliseconds'`;

/** Owes a message to Slack; what is owed under its key already is owed once. */
export async function post(trx: Trx, place: Place, payload: PostPayload): Promise<void> {
  await insertOnce(trx, { ...place, kind: "post", payload: jsonText(payload) });
}

/** Owes files to a thread. */
export async function upload(trx: Trx, place: Place, payload: Upload): Promise<void> {
  await insertOnce(trx, { ...place, kind: "upload", payload: jsonText(payload) });
}

/** Owes a message a tick, by the bot: what is in it has been kept. */
export async function react(
  trx: Trx,
  place: { readonly key: string; readonly channel: string },
  ts: string,
): Promise<void> {
  const payload: ReactionPayload = { timestamp: ts, name: "white_check_mark" };
  await insertOnce(trx, { ...place, parent: null, kind: "reaction", payload: jsonText(payload) });
}

/** Owes one person words that only they read. */
export async function tellPrivately(
  trx: Trx,
  place: { readonly key: string; readonly channel: string },
  payload: PrivatePayload,
): Promise<void> {
  await insertOnce(trx, { ...place, parent: null, kind: "private", payload: jsonText(payload) });
}

/** Owes a message in its newest state: posts it, or edits what was posted; only the last of several pending states is sent. */
export async function keepCurrent(trx: Trx, place: Place, payload: PostPayload): Promise<void> {
  const { key, channel } = place;
  const state = jsonText(payload);
  if (await insertOnce(trx, { ...place, kind: "post", payload: state })) return;
  const untouched = await trx
    .updateTable("outbox")
    .set({ payload: state })
    .where("key", "=", key)
    .where("status", "=", "pending")
    .where("attempts", "=", 0)
    .returning("key")
    .executeTakeFirst();
  if (untouched || (await standsAs(trx, key, state))) return;
  await trx
    .insertInto("outbox")
    .values(row({ key: editOf(key), channel, parent: key, kind: "update", payload: state }))
    .onConflict((conflict) =>
      conflict
        .column("key")
        .doUpdateSet({
          payload: (expression) => expression.ref("excluded.payload"),
          status: "pending",
          attempts: 0,
          next_attempt_at: sql<Date>`greatest(now(), outbox.sent_at + ${editSpacing})`,
          failure: null,
        })
        .whereRef("outbox.payload", "is distinct from", "excluded.payload"),
    )
    .execute();
}

function editOf(key: string): string {
  return `${key}:edit`;
}

/** True when a message was never edited and was posted in this very state. */
async function standsAs(trx: Trx, key: string, state: string): Promise<boolean> {
  const rows = await trx
    .selectFrom("outbox")
    .select(sql<boolean>`payload = ${state}::jsonb`.as("same"))
    .where("key", "in", [key, editOf(key)])
    .execute();
  return rows.length === 1 && rows[0]?.same === true;
}

async function insertOnce(trx: Trx, message: NewRow): Promise<boolean> {
  const inserted = await trx
    .insertInto("outbox")
    .values(row(message))
    .onConflict((conflict) => conflict.column("key").doNothing())
    .returning("key")
    .executeTakeFirst();
  return inserted !== undefined;
}

function row(message: NewRow) {
  return {
    thread: null,
    ...message,
    status: "pending" as const,
    message_ts: null,
    file_ids: null,
    attempts: 0,
    next_attempt_at: sql<Date>`now()`,
    created_at: sql<Date>`now()`,
    sent_at: null,
    failure: null,
  };
}
