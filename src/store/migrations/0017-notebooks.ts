import type { Kysely } from "kysely";

/** What looks at an endpoint remember from one to the next. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("endpoint_notebook")
    .addColumn("endpoint", "text", (column) => column.primaryKey())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("page", "jsonb", (column) => column.notNull())
    .execute();
}
