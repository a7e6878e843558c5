import type { Kysely } from "kysely";
import { sql } from "kysely";

import type { Run } from "#runs/announcer.ts";
import type { Database } from "#store/schema.ts";

/** A run, and the `ts` of its message; null before it is posted. */
export type PlacedRun = Run & { readonly message_ts: string | null };

/** The newest runs of a channel; of one thread in it when that is named. */
export async function newestRuns(
  db: Kysely<Database>,
  { channel, thread, most }: { channel: string; thread: string | null; most: number },
): Promise<PlacedRun[]> {
  const query = db
    .selectFrom("run")
    .leftJoin("outbox", (join) => join.on("outbox.key", "=", sql<string>`'run:' || run.id`))
    .selectAll("run")
    .select("outbox.message_ts")
    .where("run.channel", "=", channel)
    .orderBy("run.created_at", "desc")
    .limit(most);
  if (thread === null) return query.execute();
  const isHere = sql<boolean>`(run.thread = ${thread} or outbox.message_ts = ${thread})`;
  return query.where(isHere).execute();
}
