import type { Kysely } from "kysely";
import { sql } from "kysely";

/** Runs that live in a thread people began, and evidence packages that were asked for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("run").addColumn("thread", "text").execute();
  await db.schema.alterTable("outbox").addColumn("thread", "text").execute();
  await db.schema
    .createIndex("run_thread")
    .on("run")
    .columns(["channel", "thread"])
    .where(sql.ref("thread"), "is not", null)
    .execute();
  await db.schema
    .createIndex("run_of_channel")
    .on("run")
    .columns(["channel", "created_at"])
    .execute();
  await db.schema
    .createTable("evidence_package")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("run_id", "text", (column) =>
      column.notNull().references("run.id").onDelete("cascade"),
    )
    .addColumn("asked_by", "text", (column) => column.notNull())
    .addColumn("asked_at", "timestamptz", (column) => column.notNull())
    .addColumn("reason", "text")
    .addColumn("record", "jsonb", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("root", "text")
    .addColumn("sealed_file", "text")
    .addColumn("shared_file", "text")
    .addColumn("failure", "text")
    .execute();
  await db.schema
    .createIndex("evidence_package_pending")
    .on("evidence_package")
    .column("asked_at")
    .where(sql.ref("status"), "=", "pending")
    .execute();
  await db.schema
    .createIndex("evidence_package_run")
    .on("evidence_package")
    .column("run_id")
    .execute();
}
