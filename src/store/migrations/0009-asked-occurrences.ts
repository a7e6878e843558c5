import type { Kysely } from "kysely";

/** Which source was asked for and where the answer goes; the run that was started from a result. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("occurrence")
    .addColumn("only_source", "text")
    .addColumn("thread", "text")
    .execute();
  await db.schema.alterTable("check_mark").addColumn("run_id", "text").execute();
}
