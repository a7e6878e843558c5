import type { Kysely } from "kysely";
import { sql } from "kysely";

/** Endpoints and who looks at them, their incidents and their history. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("watch_lease")
    .addColumn("shard", "integer", (column) => column.primaryKey())
    .addColumn("holder", "text", (column) => column.notNull())
    .addColumn("token", "integer", (column) => column.notNull())
    .addColumn("until", "timestamptz", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("watcher")
    .addColumn("holder", "text", (column) => column.primaryKey())
    .addColumn("seen_at", "timestamptz", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("endpoint")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("state", "jsonb", (column) => column.notNull())
    .addColumn("observation", "jsonb")
    .addColumn("looked_at", "timestamptz")
    .addColumn("look_asked_at", "timestamptz")
    .addColumn("paused_by", "text")
    .addColumn("paused_at", "timestamptz")
    .addColumn("beat_at", "timestamptz")
    .execute();
  await db.schema
    .createTable("endpoint_transition")
    .addColumn("id", "bigserial", (column) => column.primaryKey())
    .addColumn("endpoint", "text", (column) => column.notNull())
    .addColumn("at", "timestamptz", (column) => column.notNull())
    .addColumn("transition", "jsonb", (column) => column.notNull())
    .addColumn("observation", "jsonb", (column) => column.notNull())
    .addColumn("handled_at", "timestamptz")
    .execute();
  await db.schema
    .createIndex("endpoint_transition_open")
    .on("endpoint_transition")
    .column("id")
    .where(sql.ref("handled_at"), "is", null)
    .execute();
  await incidents(db);
  await history(db);
}

async function incidents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("incident")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("shared", "jsonb", (column) => column.notNull())
    .addColumn("channel", "text")
    .addColumn("opened_at", "timestamptz", (column) => column.notNull())
    .addColumn("ended_at", "timestamptz")
    .execute();
  await db.schema
    .createTable("incident_event")
    .addColumn("incident_id", "text", (column) =>
      column.notNull().references("incident.id").onDelete("cascade"),
    )
    .addColumn("sequence", "integer", (column) => column.notNull())
    .addColumn("event", "jsonb", (column) => column.notNull())
    .addPrimaryKeyConstraint("incident_event_key", ["incident_id", "sequence"])
    .execute();
  await db.schema
    .createTable("maintenance")
    .addColumn("id", "bigserial", (column) => column.primaryKey())
    .addColumn("endpoint", "text", (column) => column.notNull())
    .addColumn("from_at", "timestamptz", (column) => column.notNull())
    .addColumn("to_at", "timestamptz", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("declared_by", "text", (column) => column.notNull())
    .execute();
}

async function history(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("endpoint_history")
    .addColumn("endpoint", "text", (column) => column.notNull())
    .addColumn("span", "text", (column) => column.notNull())
    .addColumn("at", "timestamptz", (column) => column.notNull())
    .addColumn("looks", "jsonb", (column) => column.notNull())
    .addColumn("latency", "bytea", (column) => column.notNull())
    .addPrimaryKeyConstraint("endpoint_history_key", ["endpoint", "span", "at"])
    .execute();
  await db.schema
    .createTable("quota_use")
    .addColumn("credential", "text", (column) => column.notNull())
    .addColumn("slot", "timestamptz", (column) => column.notNull())
    .addColumn("taken", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("quota_use_key", ["credential", "slot"])
    .execute();
}
