import type { Kysely } from "kysely";
import { sql } from "kysely";

/** Every version of a runbook that was ever loaded, so that people can see what changed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("runbook_version")
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("sha256", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("seen_at", "timestamptz", (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint("runbook_version_key", ["id", "sha256"])
    .execute();
}
