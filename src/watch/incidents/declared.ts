import type { Kysely } from "kysely";

import type { Declared } from "#model/maintenance.ts";
import type { Database } from "#store/schema.ts";

/** What was over so long ago silences nothing that is taken up only now. */
const past = 24 * 3_600_000;

/** Maintenance that people declared for now, for later and for the last day, by endpoint. */
export async function declaredBy(
  db: Kysely<Database>,
  now: Date,
): Promise<ReadonlyMap<string, readonly Declared[]>> {
  const rows = await db
    .selectFrom("maintenance")
    .select(["endpoint", "from_at", "to_at", "reason"])
    .where("to_at", ">", new Date(now.getTime() - past))
    .execute();
  const orders = rows.map(({ from_at: from, to_at: to, ...order }) => ({
    ...order,
    from: from.getTime(),
    to: to.getTime(),
  }));
  return Map.groupBy(orders, ({ endpoint }) => endpoint);
}
