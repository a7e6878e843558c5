import type { Kysely, Selectable, Transaction } from "kysely";
import { sql } from "kysely";

import type { Amended } from "#slack/thread-events.ts";
import type { CapturedMessageTable, Database } from "#store/schema.ts";

export type CapturedMessage = Selectable<CapturedMessageTable>;

/** A change as it was heard. */
export type Change = Amended & { readonly user: string; readonly channel: string };

interface Place {
  readonly channel: string;
  readonly ts: string;
}

/** Until the transaction ends nobody else captures this message or records what became of it. */
export async function lockMessage(trx: Transaction<Database>, { channel, ts }: Place) {
  const name = `message ${channel} ${ts}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(trx);
}

/** What is captured of a message, by each run that did. */
export async function capturesOf(
  db: Kysely<Database>,
  { channel, ts }: Place,
): Promise<CapturedMessage[]> {
  const rows = db.selectFrom("captured_message").selectAll();
  return rows.where("channel", "=", channel).where("ts", "=", ts).orderBy("run_id").execute();
}

/** Slack's ids of the files that a run has kept. */
export async function keptFiles(db: Kysely<Database>, runId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom("captured_message")
    .select("files")
    .where("run_id", "=", runId)
    .execute();
  return new Set(rows.flatMap(({ files }) => files.map(({ id }) => id)));
}

/** Remembers a captured message as it was last seen. */
export async function noteCapture(
  trx: Transaction<Database>,
  { files, ...message }: CapturedMessage,
): Promise<void> {
  const values = { ...message, files: JSON.stringify(files) };
  await trx
    .insertInto("captured_message")
    .values(values)
    .onConflict((conflict) => conflict.columns(["run_id", "channel", "ts"]).doUpdateSet(values))
    .execute();
}

/** The changes of a message that were heard of so far, oldest first: one may come before the message has been captured. */
export async function amendmentsOf(
  db: Kysely<Database>,
  { channel, ts }: Place,
): Promise<Change[]> {
  const rows = await db
    .selectFrom("inbox")
    .select("payload")
    .where("kind", "=", "amended")
    .where(sql<boolean>`payload ->> 'channel' = ${channel} and payload ->> 'ts' = ${ts}`)
    .orderBy(sql`payload ->> 'changed'`)
    .execute();
  return rows.map(({ payload }) => payload as Change);
}
