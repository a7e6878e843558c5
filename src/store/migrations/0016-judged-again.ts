import type { Kysely } from "kysely";

/** When an occurrence was last judged again, and who asked for it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("occurrence")
    .addColumn("again_at", "timestamptz")
    .addColumn("again_by", "text")
    .execute();
}
