import type { Kysely } from "kysely";

/** Messages captured as evidence, as they were last seen, so that what becomes of them is noticed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("captured_message")
    .addColumn("run_id", "text", (column) =>
      column.notNull().references("run.id").onDelete("cascade"),
    )
    .addColumn("channel", "text", (column) => column.notNull())
    .addColumn("ts", "text", (column) => column.notNull())
    .addColumn("author", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("files", "jsonb", (column) => column.notNull())
    .addColumn("whole", "boolean", (column) => column.notNull())
    .addColumn("permalink", "text")
    .addColumn("edited", "text")
    .addColumn("deleted", "boolean", (column) => column.notNull().defaultTo(false))
    .addPrimaryKeyConstraint("captured_message_key", ["run_id", "channel", "ts"])
    .execute();
  await db.schema
    .createIndex("captured_message_place")
    .on("captured_message")
    .columns(["channel", "ts"])
    .execute();
}
