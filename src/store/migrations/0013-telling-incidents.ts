import type { Kysely } from "kysely";
import { sql } from "kysely";

/** When an incident is to be told of, and when something happens to it by itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("incident")
    .addColumn("tell_at", "timestamptz")
    .addColumn("told_at", "timestamptz")
    .addColumn("due_at", "timestamptz")
    .execute();
  await db.schema.alterTable("endpoint_transition").addColumn("due_at", "timestamptz").execute();
  await db.schema
    .createIndex("incident_open")
    .on("incident")
    .column("id")
    .where(sql.ref("ended_at"), "is", null)
    .execute();
}
