import type { Kysely } from "kysely";

import { storableJson } from "#model/storable.ts";
import type { Notebook } from "#probe.ts";
import type { Database } from "#store/schema.ts";

/** The page of an endpoint, for one look. What a process that has lost the endpoint would write is not taken. */
export function notebookOf(db: Kysely<Database>, endpoint: string): Notebook {
  let version = 0;
  return {
    async read() {
      const row = await db
        .selectFrom("endpoint_notebook")
        .selectAll()
        .where("endpoint", "=", endpoint)
        .executeTakeFirst();
      version = row?.version ?? 0;
      return row?.page ?? null;
    },
    async write(value) {
      const page = storableJson(value);
      const next = { endpoint, version: version + 1, page };
      const { numInsertedOrUpdatedRows: taken } = await db
        .insertInto("endpoint_notebook")
        .values(next)
        .onConflict((conflict) =>
          conflict
            .column("endpoint")
            .doUpdateSet({ version: next.version, page })
            .where("endpoint_notebook.version", "=", version),
        )
        .executeTakeFirstOrThrow();
      if (taken !== 1n) throw new Error(`another process has looked at ${endpoint} meanwhile`);
      version += 1;
    },
  };
}
