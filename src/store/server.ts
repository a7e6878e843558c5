import { Client, Pool, TypeOverrides } from "pg";
import { PostgresDialect } from "kysely";
import { PgBoss } from "pg-boss";
import type { Logger } from "pino";

import { ConfigError } from "#errors.ts";
import type { Engine, Hold } from "#store/engine.ts";
import { jobOptions } from "#store/engine.ts";

/** Opens a PostgreSQL server, which any number of processes may share. */
export async function openServer(databaseUrl: string, log: Logger): Promise<Engine> {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: "countercheck",
    max: 10,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    types,
  });
  pool.on("error", (error) => log.warn({ err: error }, "a database connection was lost"));
  await reach(pool);
  return {
    dialect: new PostgresDialect({ pool }),
    jobs: new PgBoss({
      ...jobOptions,
      connectionString: databaseUrl,
      application_name: "countercheck jobs",
      max: 4,
      // How soon a dead process's job is given to a living one, beside the job's own heartbeat.
      superviseIntervalSeconds: 5,
      monitorIntervalSeconds: 5,
    }),
    exclusive: false,
    hold: (name) => hold(databaseUrl, name),
    close: async () => {
      if (!pool.ended) await pool.end();
    },
  };
}

/** Our counts and positions are small enough for a number, as the embedded database gives them. */
const types = new TypeOverrides();
types.setTypeParser(20, Number);

async function reach(pool: Pool): Promise<void> {
  try {
    await pool.query("SELECT 1");
  } catch (error) {
    await pool.end();
    throw new ConfigError(
      `DATABASE_URL does not lead to a PostgreSQL we may use (${(error as Error).message}); correct it, or leave it out to use the embedded database.`,
      { cause: error },
    );
  }
}

/**
 * A lock of the session of a connection of its own: the server takes it back when the process or its machine dies,
 * within half a minute even if nobody says goodbye.
 */
async function hold(databaseUrl: string, name: string): Promise<Hold> {
  const lost = new AbortController();
  const client = new Client({
    connectionString: databaseUrl,
    application_name: "countercheck hold",
    keepAlive: true,
  });
  client.on("error", (error) => lost.abort(error));
  await client.connect();
  try {
    await client.query(
      "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3",
    );
    await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [name]);
  } catch (error) {
    await client.end();
    throw error;
  }
  return { lost: lost.signal, release: () => client.end() };
}
