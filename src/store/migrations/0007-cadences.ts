import type { Kysely } from "kysely";
import { sql } from "kysely";

/** Due instants of cadences, what their checks concluded, and what people said to that. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("cadence_start")
    .addColumn("cadence", "text", (column) => column.primaryKey())
    .addColumn("since", "timestamptz", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("occurrence")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("cadence", "text", (column) => column.notNull())
    .addColumn("due_at", "timestamptz", (column) => column.notNull())
    .addColumn("period", "jsonb", (column) => column.notNull())
    .addColumn("only_check", "text")
    .addColumn("asked_by", "text")
    .addColumn("channel", "text")
    .addColumn("late", "text")
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("started_at", "timestamptz")
    .addColumn("finished_at", "timestamptz")
    .execute();
  // However many processes, restarts and clock jumps: a due instant is one row.
  await db.schema
    .createIndex("occurrence_due")
    .unique()
    .on("occurrence")
    .columns(["cadence", "due_at"])
    .where(sql.ref("asked_by"), "is", null)
    .execute();
  await db.schema
    .createTable("check_result")
    .addColumn("occurrence_id", "text", (column) =>
      column.notNull().references("occurrence.id").onDelete("cascade"),
    )
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("program", "text", (column) => column.notNull())
    .addColumn("check_id", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("judged", "jsonb", (column) => column.notNull())
    .addColumn("judged_at", "timestamptz", (column) => column.notNull())
    .addPrimaryKeyConstraint("check_result_key", ["occurrence_id", "source", "program", "check_id"])
    .execute();
  await db.schema
    .createIndex("check_result_latest")
    .on("check_result")
    .columns(["check_id", "source", "program", "judged_at"])
    .execute();
  await db.schema
    .createTable("check_mark")
    .addColumn("id", "bigserial", (column) => column.primaryKey())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("program", "text", (column) => column.notNull())
    .addColumn("check_id", "text", (column) => column.notNull())
    .addColumn("occurrence_id", "text", (column) =>
      column.notNull().references("occurrence.id").onDelete("cascade"),
    )
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("by", "text", (column) => column.notNull())
    .addColumn("at", "timestamptz", (column) => column.notNull())
    .addColumn("assignee", "text")
    .addColumn("until", "timestamptz")
    .addColumn("ended_at", "timestamptz")
    .execute();
  await db.schema
    .createIndex("check_mark_of")
    .on("check_mark")
    .columns(["check_id", "source", "program"])
    .execute();
}
