import type { Dialect } from "kysely";
import type { PgBoss } from "pg-boss";

/** Something held by this process alone; `lost` is aborted when it no longer is, although it was not released. */
export interface Hold {
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** A database as the store needs it: one of the embedded PGlite and a PostgreSQL server. */
export interface Engine {
  readonly dialect: Dialect;
  readonly jobs: PgBoss;
  /** True when no other process can be on this database. */
  readonly exclusive: boolean;
  /** Waits until this process alone holds the name. */
  hold(name: string): Promise<Hold>;
  close(): Promise<void>;
}

/** Job settings both engines share: jobs in a schema of their own, no cron, woken by NOTIFY. */
export const jobOptions = { schema: "pgboss", schedule: false, useListenNotify: true } as const;
