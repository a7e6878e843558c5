import { Kysely } from "kysely";
import type { Transaction } from "kysely";
import type { PgBoss } from "pg-boss";
import type { Logger } from "pino";

import { openEmbedded } from "#store/embedded.ts";
import type { Engine, Hold } from "#store/engine.ts";
import { migrate } from "#store/migrate.ts";
import type { Database } from "#store/schema.ts";
import { openServer } from "#store/server.ts";
import { afterCommit, besideRefused, transact } from "#store/transactions.ts";

export interface StoreOptions {
  readonly dataFolder: string;
  /** A PostgreSQL server; null for the embedded database in the data folder. */
  readonly databaseUrl: string | null;
  readonly log: Logger;
}

/** Everything that survives this process: our tables, and the queue of jobs on the same database. */
export interface Store {
  readonly db: Kysely<Database>;
  readonly jobs: PgBoss;
  /** True when no other process can be on this database. */
  readonly exclusive: boolean;
  /** Commits what `work` did, or none of it. Every statement in it goes through `trx`, jobs by `fromKysely(trx)`. */
  transaction<Result>(work: (trx: Transaction<Database>) => Promise<Result>): Promise<Result>;
  /** To be called within a transaction: calls back once it has been committed, never when it was not. */
  afterCommit(callback: () => void): void;
  /** Waits until this process alone holds the name; a process that dies lets go. */
  hold(name: string): Promise<Hold>;
  close(): Promise<void>;
}

/** Opens the store, brings its tables up to date and starts its queue; a ConfigError when it cannot be ours. */
export async function openStore({ dataFolder, databaseUrl, log }: StoreOptions): Promise<Store> {
  const engine =
    databaseUrl === null ? await openEmbedded(dataFolder) : await openServer(databaseUrl, log);
  const db = new Kysely<Database>({ dialect: engine.dialect, plugins: [besideRefused] });
  const { jobs, exclusive } = engine;
  jobs.on("error", (error) => log.error({ err: error }, "the job queue reports an error"));
  jobs.on("warning", (warning) => log.warn({ warning }, "the job queue reports a warning"));
  try {
    await migrate(db);
    await jobs.start();
  } catch (error) {
    await db.destroy();
    await engine.close();
    throw error;
  }
  return {
    db,
    jobs,
    exclusive,
    transaction: (work) => transact(db, work),
    afterCommit,
    hold: (name) => engine.hold(name),
    close: () => close(db, engine),
  };
}

async function close(db: Kysely<Database>, engine: Engine): Promise<void> {
  await engine.jobs.stop({ graceful: true, timeout: 2000 });
  await db.destroy();
  await engine.close();
}
