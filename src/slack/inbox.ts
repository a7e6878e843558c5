import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";

import type { Interaction } from "#slack/interaction.ts";
import { jsonHeard } from "#slack/json-text.ts";
import type { Database } from "#store/schema.ts";

/** An interaction accepted from Slack. */
export interface Received {
  readonly key: string;
  readonly interaction: Interaction;
  readonly receivedAt: Date;
}

/** Keeps an interaction, to be called before Slack is told that it arrived; null when it had arrived already. */
export async function receive(
  db: Kysely<Database>,
  key: string,
  interaction: Interaction,
): Promise<Received | null> {
  const receivedAt = new Date();
  const inserted = await db
    .insertInto("inbox")
    .values({
      key,
      kind: interaction.kind,
      payload: jsonHeard(interaction),
      received_at: receivedAt,
      handled_at: null,
      attempts: 0,
      failure: null,
    })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .returning("key")
    .executeTakeFirst();
  return inserted ? { key, interaction, receivedAt } : null;
}

/** What was accepted and never handled, oldest first: by a process that died, at least so many seconds ago. */
export async function unhandled(db: Kysely<Database>, seconds: number): Promise<Received[]> {
  const rows = await db
    .selectFrom("inbox")
    .select(["key", "payload", "received_at"])
    .where("handled_at", "is", null)
    .where("received_at", "<=", sql<Date>`now() - make_interval(secs => ${seconds})`)
    .orderBy("received_at")
    .limit(100)
    .execute();
  return rows.map(({ key, payload, received_at: receivedAt }) => ({
    key,
    interaction: payload as Interaction,
    receivedAt,
  }));
}

/** Counts a try, before it is made, so that one which kills the process is not made for ever; answers how many it is. */
export async function countTry(db: Kysely<Database>, key: string): Promise<number> {
  const row = await db
    .updateTable("inbox")
    .set((expression) => ({ attempts: expression("attempts", "+", 1) }))
    .where("key", "=", key)
    .where("handled_at", "is", null)
    .returning("attempts")
    .executeTakeFirst();
  return row?.attempts ?? 0;
}

/** True when the interaction is still to be handled; until the transaction ends nobody else can handle it. */
export async function isOurs(trx: Transaction<Database>, key: string): Promise<boolean> {
  const row = await trx
    .selectFrom("inbox")
    .select("key")
    .where("key", "=", key)
    .where("handled_at", "is", null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row !== undefined;
}

export async function markHandled(
  trx: Transaction<Database>,
  key: string,
  failure: string | null,
): Promise<void> {
  await trx
    .updateTable("inbox")
    .set({ handled_at: sql<Date>`now()`, failure })
    .where("key", "=", key)
    .execute();
}
