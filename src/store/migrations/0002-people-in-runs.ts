import type { Kysely } from "kysely";
import { sql } from "kysely";

/** Cards to compare with, steps that wait for people, the ledger of evidence and the audit log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("run")
    .addColumn("card", "jsonb", (column) =>
      column.notNull().defaultTo(sql`'{"value":null,"metric":null,"tab":null}'::jsonb`),
    )
    .execute();
  await db.schema.alterTable("run_step").addColumn("pause", "jsonb").execute();
  await db.schema.alterTable("run_step").addColumn("wake_at", "timestamptz").execute();
  await db.schema
    .createTable("run_answer")
    .addColumn("run_id", "text", (column) =>
      column.notNull().references("run.id").onDelete("cascade"),
    )
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("sequence", "integer", (column) => column.notNull())
    .addColumn("answer", "jsonb", (column) => column.notNull())
    .addPrimaryKeyConstraint("run_answer_key", ["run_id", "position", "sequence"])
    .execute();
  await db.schema
    .createTable("evidence_item")
    .addColumn("run_id", "text", (column) =>
      column.notNull().references("run.id").onDelete("cascade"),
    )
    .addColumn("sequence", "integer", (column) => column.notNull())
    .addColumn("item", "jsonb", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("evidence_item_key", ["run_id", "sequence"])
    .execute();
  await db.schema
    .createTable("audit_entry")
    .addColumn("id", "bigint", (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn("at", "timestamptz", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("run_id", "text")
    .addColumn("channel", "text")
    .addColumn("detail", "jsonb", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("audit_entry_run").on("audit_entry").column("run_id").execute();
  await sql`
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$`.execute(db);
  for (const table of ["audit_entry", "evidence_item", "run_answer"]) {
    await sql`
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ${sql.table(table)}
      FOR EACH ROW EXECUTE FUNCTION refuse_change()`.execute(db);
  }
}
