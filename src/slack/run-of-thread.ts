import type { Kysely } from "kysely";
import { sql } from "kysely";

import type { Run } from "#runs/announcer.ts";
import type { Database } from "#store/schema.ts";

/** The run that a thread belongs to: of several the one on its way, else the newest; null for a thread of other talk. */
export async function runOfThread(
  db: Kysely<Database>,
  channel: string,
  thread: string,
): Promise<Run | null> {
  const run = await db
    .selectFrom("run")
    .leftJoin("outbox", (join) => join.on("outbox.key", "=", sql<string>`'run:' || run.id`))
    .selectAll("run")
    .where("run.channel", "=", channel)
    .where((expression) =>
      expression.or([
        expression("run.thread", "=", thread),
        expression("outbox.message_ts", "=", thread),
      ]),
    )
    .orderBy(sql`run.status = 'running'`, "desc")
    .orderBy("run.created_at", "desc")
    .executeTakeFirst();
  return run ?? null;
}

/** The `ts` of the message that a run lives under; null before it is posted. */
export async function rootOf(db: Kysely<Database>, { id, thread }: Run): Promise<string | null> {
  if (thread !== null) return thread;
  const row = await db
    .selectFrom("outbox")
    .select("message_ts")
    .where("key", "=", `run:${id}`)
    .executeTakeFirst();
  return row?.message_ts ?? null;
}
