import type { Kysely } from "kysely";

/** Why an occurrence could not be judged. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("occurrence").addColumn("failure", "text").execute();
}
