import type { Kysely } from "kysely";

/** History by the page: a row for each minute would take ten times the room. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("endpoint_history").execute();
  await db.schema
    .createTable("endpoint_minute")
    .addColumn("at", "timestamptz", (column) => column.notNull())
    .addColumn("share", "integer", (column) => column.notNull())
    .addColumn("writer", "text", (column) => column.notNull())
    .addColumn("sequence", "integer", (column) => column.notNull())
    .addColumn("endpoints", "text", (column) => column.notNull())
    .addColumn("tallies", "bytea", (column) => column.notNull())
    .addPrimaryKeyConstraint("endpoint_minute_key", ["at", "share", "writer", "sequence"])
    .execute();
  await db.schema
    .createTable("endpoint_history")
    .addColumn("at", "timestamptz", (column) => column.notNull())
    .addColumn("endpoint", "text", (column) => column.notNull())
    .addColumn("span", "text", (column) => column.notNull())
    .addColumn("page", "bytea", (column) => column.notNull())
    .addPrimaryKeyConstraint("endpoint_history_key", ["endpoint", "at", "span"])
    .execute();
}
