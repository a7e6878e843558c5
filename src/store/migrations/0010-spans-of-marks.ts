import type { Kysely } from "kysely";

/** A snooze of a day's result says nothing of a week's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("check_mark")
    .addColumn("span", "text", (column) => column.notNull().defaultTo("day"))
    .execute();
}
