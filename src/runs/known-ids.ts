import type { Kysely } from "kysely";
import { sql } from "kysely";

import { scopeFields } from "#model/filter-context.ts";
import type { ScopeField } from "#model/filter-context.ts";
import type { Database } from "#store/schema.ts";

/** Ids seen in an export, by the field of the scope they belong to. */
export type SeenIds = Readonly<Partial<Record<ScopeField, readonly string[]>>>;

/** Remembers the ids a source's exports hold. */
export async function noteIds(db: Kysely<Database>, source: string, seen: SeenIds): Promise<void> {
  const values = scopeFields.flatMap((field) =>
    (seen[field] ?? []).map((id) => ({ source, field, id })),
  );
  for (let start = 0; start < values.length; start += 1000) {
    await db
      .insertInto("known_id")
      .values(values.slice(start, start + 1000))
      .onConflict((conflict) =>
        conflict.columns(["source", "field", "id"]).doUpdateSet({ seen_at: sql<Date>`now()` }),
      )
      .execute();
  }
}

/** Ids that hold what was typed, those that begin with it first; of every source when none is named. */
export async function idsLike(
  db: Kysely<Database>,
  asked: { readonly source: string | null; readonly field: ScopeField; readonly typed: string },
  most = 50,
): Promise<string[]> {
  const typed = asked.typed.trim().toLowerCase();
  const at = sql<number>`position(${typed} in lower(id))`;
  const query = db
    .selectFrom("known_id")
    .select("id")
    .where("field", "=", asked.field)
    .where(at, ">", 0)
    .groupBy("id")
    .orderBy(sql`position(${typed} in lower(id)) = 1`, "desc")
    .orderBy("id")
    .limit(most);
  const rows = await (
    asked.source === null ? query : query.where("source", "=", asked.source)
  ).execute();
  return rows.map(({ id }) => id);
}
