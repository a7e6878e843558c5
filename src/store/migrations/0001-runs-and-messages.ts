import type { Kysely } from "kysely";
import { sql } from "kysely";

/** Runs with their steps, interactions accepted from Slack, messages owed to it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("run")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("runbook", "text", (column) => column.notNull())
    .addColumn("runbook_sha256", "text", (column) => column.notNull())
    .addColumn("definition", "jsonb", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("context", "jsonb", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("requested_by", "text", (column) => column.notNull())
    .addColumn("channel", "text", (column) => column.notNull())
    .addColumn("verdict", "text")
    .addColumn("failure", "text")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addColumn("finished_at", "timestamptz")
    .execute();
  await db.schema
    .createIndex("run_unfinished")
    .on("run")
    .column("created_at")
    .where(sql.ref("status"), "=", "running")
    .execute();
  await db.schema.createIndex("run_newest").on("run").column("created_at").execute();
  await db.schema
    .createTable("run_step")
    .addColumn("run_id", "text", (column) =>
      column.notNull().references("run.id").onDelete("cascade"),
    )
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("step_id", "text", (column) => column.notNull())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("started_at", "timestamptz")
    .addColumn("finished_at", "timestamptz")
    .addColumn("outcome", "jsonb")
    .addPrimaryKeyConstraint("run_step_key", ["run_id", "position"])
    .execute();
  await messages(db);
}

async function messages(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("inbox")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("payload", "jsonb", (column) => column.notNull())
    .addColumn("received_at", "timestamptz", (column) => column.notNull())
    .addColumn("handled_at", "timestamptz")
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("failure", "text")
    .execute();
  await db.schema
    .createIndex("inbox_unhandled")
    .on("inbox")
    .column("received_at")
    .where(sql.ref("handled_at"), "is", null)
    .execute();
  await db.schema
    .createTable("outbox")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("position", "bigint", (column) => column.notNull().generatedAlwaysAsIdentity())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("channel", "text", (column) => column.notNull())
    .addColumn("parent", "text")
    .addColumn("payload", "jsonb", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("message_ts", "text")
    .addColumn("file_ids", "jsonb")
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("next_attempt_at", "timestamptz", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addColumn("sent_at", "timestamptz")
    .addColumn("failure", "text")
    .execute();
  await db.schema
    .createIndex("outbox_due")
    .on("outbox")
    .columns(["next_attempt_at", "position"])
    .where(sql.ref("status"), "in", ["pending", "sending"])
    .execute();
  await db.schema
    .createIndex("outbox_parent")
    .on("outbox")
    .columns(["parent", "position"])
    .execute();
  await db.schema
    .createTable("workspace_trait")
    .addColumn("workspace", "text", (column) => column.notNull())
    .addColumn("trait", "text", (column) => column.notNull())
    .addColumn("noted_at", "timestamptz", (column) => column.notNull())
    .addPrimaryKeyConstraint("workspace_trait_key", ["workspace", "trait"])
    .execute();
}
