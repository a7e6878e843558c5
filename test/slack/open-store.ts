import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, sql } from "kysely";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach } from "vitest";

import { migrate } from "#store/migrate.ts";
import type { Database } from "#store/schema.ts";
import type { Store } from "#store/store.ts";
import { afterCommit, besideRefused, transact } from "#store/transactions.ts";

export const quiet = pino({ level: "silent" });

export type TestStore = Pick<Store, "db" | "exclusive" | "transaction" | "afterCommit">;

/** The store's tables in memory, without its queue, for a file of tests; emptied before each of them. */
export function oneStore(): () => TestStore {
  let store: TestStore | null = null;
  beforeAll(async () => {
    const pglite = await PGlite.create({ parsers: { 20: Number } });
    const dialect = new PGliteDialect({ pglite });
    const db = new Kysely<Database>({ dialect, plugins: [besideRefused] });
    await migrate(db);
    store = { db, exclusive: true, transaction: (work) => transact(db, work), afterCommit };
  });
  beforeEach(async () => {
    if (store)
      await sql`truncate outbox, inbox, audit_entry, workspace_trait, run, occurrence, incident, incident_event, endpoint, maintenance cascade`.execute(
        store.db,
      );
  });
  afterAll(async () => {
    await store?.db.destroy();
  });
  return () => {
    if (!store) throw new Error("the store is not open yet");
    return store;
  };
}
