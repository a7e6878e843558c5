import type { Kysely } from "kysely";

import type { Database } from "#store/schema.ts";

/** Maintenance that somebody declared; instants are milliseconds of UTC. */
export interface Declared {
  readonly endpoint: string;
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** What was over so long ago silences nothing that is taken up only now. */
const past = 24 * 3_600_000;

/** What was declared for now, for later and for the last day. */
export async function declared(db: Kysely<Database>, now: Date): Promise<Declared[]> {
  const rows = await db
    .selectFrom("maintenance")
    .select(["endpoint", "from_at", "to_at", "reason"])
    .where("to_at", ">", new Date(now.getTime() - past))
    .execute();
  return rows.map(({ endpoint, from_at: from, to_at: to, reason }) => ({
    endpoint,
    from: from.getTime(),
    to: to.getTime(),
    reason,
  }));
}
