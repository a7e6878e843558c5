import type { Kysely } from "kysely";
import { sql } from "kysely";

/** Ids of campaigns, links, partners and the like that a source's exports were seen to hold, to complete what people type. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("known_id")
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("field", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("seen_at", "timestamptz", (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint("known_id_key", ["source", "field", "id"])
    .execute();
}
