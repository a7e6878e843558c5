import type { Kysely } from "kysely";
import { sql } from "kysely";

/** Every shard of endpoints, held by nobody; one transition for each look; rests that platforms asked for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`INSERT INTO watch_lease (shard, holder, token, until)
    SELECT shard, '', 0, clock_timestamp() FROM generate_series(0, 63) AS shard`.execute(db);
  // A process that did not hear whether its words were written says them again.
  await db.schema
    .createIndex("endpoint_transition_once")
    .on("endpoint_transition")
    .columns(["endpoint", "at"])
    .unique()
    .execute();
  await db.schema
    .createIndex("endpoint_ordered")
    .on("endpoint")
    .column("id")
    .where((where) =>
      where.or([
        where(sql.ref("look_asked_at"), "is not", null),
        where(sql.ref("paused_at"), "is not", null),
      ]),
    )
    .execute();
  await db.schema
    .createTable("quota_rest")
    .addColumn("credential", "text", (column) => column.primaryKey())
    .addColumn("until", "timestamptz", (column) => column.notNull())
    .execute();
}
