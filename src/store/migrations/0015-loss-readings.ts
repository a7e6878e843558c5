import type { Kysely } from "kysely";

/** How records came in before an outage, so that it is not asked for anew while the outage lasts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("loss_reading")
    .addColumn("incident_id", "text", (column) =>
      column.notNull().references("incident.id").onDelete("cascade"),
    )
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("read_at", "timestamptz", (column) => column.notNull())
    .addColumn("reading", "jsonb", (column) => column.notNull())
    .addPrimaryKeyConstraint("loss_reading_key", ["incident_id", "source"])
    .execute();
}
