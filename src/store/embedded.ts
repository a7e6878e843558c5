import { access, constants, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";

import { PGlite } from "@electric-sql/pglite";
import { CompiledQuery, PGliteDialect } from "kysely";
import { fromPglite, PgBoss } from "pg-boss";
import type { PGliteLike } from "pg-boss";

import { ConfigError } from "#errors.ts";
import { lockDataFolder } from "#store/data-lock.ts";
import type { Engine, Hold } from "#store/engine.ts";
import { jobOptions } from "#store/engine.ts";
import { stateFolder } from "#store/state-folder.ts";
import { openTransaction } from "#store/transactions.ts";

const int8 = 20;

/** Opens PGlite in a data folder that this process then has for itself. */
export async function openEmbedded(dataFolder: string): Promise<Engine> {
  await mkdir(dataFolder, { recursive: true }).catch((cause: unknown) => {
    throw new ConfigError(
      `The data folder ${dataFolder} cannot be made (${(cause as Error).message}); name a folder this user may write with --data DIR.`,
      { cause },
    );
  });
  for (const folder of [dataFolder, join(dataFolder, "state")]) {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).catch(
      (cause: unknown) => {
        if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw unusable(dataFolder, cause);
      },
    );
  }
  const unlock = await lockDataFolder(dataFolder).catch((error: unknown) => {
    throw unusable(dataFolder, error);
  });
  try {
    const folder = await stateFolder(dataFolder);
    const pglite = await PGlite.create(folder, {
      parsers: { [int8]: Number },
      // Our state is small; the default of 128 MB is memory for nothing.
      startParams: [...PGlite.defaultStartParams, "-c", "shared_buffers=16MB"],
    });
    return {
      dialect: new PGliteDialect({ pglite }),
      jobs: new PgBoss({ ...jobOptions, backend: "pglite", db: fromPglite(queueOn(pglite)) }),
      exclusive: true,
      hold: holdInProcess(),
      async close() {
        if (!pglite.closed) await pglite.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw unusable(dataFolder, error);
  }
}

/** Each fault of the disk as Node, the database and its WASI file system (by number) say it. */
const diskFaults = [
  [/ENOSPC|No space left|disk is full|errno: 51\b/i, "no space is left there"],
  [/EDQUOT|quota exceeded|errno: 19\b/i, "the quota is used up"],
  [/EROFS|read-?only (file system|database)|errno: 69\b/i, "it is read-only"],
  [/EACCES|EPERM|Permission denied|unable to open|errno: (2|63)\b/i, "this user may not use it"],
] as const;

/** A fault of the disk as a ConfigError that names the data folder; anything else unchanged. */
function unusable(dataFolder: string, error: unknown): unknown {
  if (error instanceof ConfigError) return error;
  const said = inspect(error);
  const fault = diskFaults.find(([pattern]) => pattern.test(said))?.[1];
  if (fault === undefined) return error;
  return new ConfigError(
    `The data folder ${dataFolder} cannot be used: ${fault}. Free space, let this user read and write all of it, or name another folder with --data DIR.`,
    { cause: error },
  );
}

/**
 * There is one connection. PGlite lets no statement into another's transaction, so the queue's own would wait for ever
 * in one of ours: it joins it. A block with a BEGIN of its own that fails would leave the connection aborted for whoever
 * comes next; as a transaction of PGlite's it cannot.
 */
function queueOn(pglite: PGlite): PGliteLike {
  const joined = async (text: string, values: unknown[] = []) => {
    const trx = openTransaction();
    return trx ? { rows: (await trx.executeQuery(CompiledQuery.raw(text, values))).rows } : null;
  };
  return {
    query: async <Row>(text: string, values?: unknown[]) =>
      ((await joined(text, values)) as { rows: Row[] } | null) ?? pglite.query<Row>(text, values),
    exec: async (text) => {
      const result = await joined(text);
      if (result) return [result];
      return /\bBEGIN\s*;/i.test(text)
        ? pglite.transaction((transaction) => transaction.exec(text))
        : pglite.exec(text);
    },
    listen: async (channel, callback) => {
      const end = await pglite.listen(channel, callback);
      return () => end();
    },
  };
}

/** The data folder is this process's alone, so that its own callers are all there is to keep apart: one at a time for each name. */
function holdInProcess(): (name: string) => Promise<Hold> {
  const last = new Map<string, Promise<void>>();
  const lost = new AbortController().signal;
  return async (name) => {
    const before = last.get(name);
    const { promise, resolve } = Promise.withResolvers<void>();
    last.set(name, promise);
    await before;
    const release = async (): Promise<void> => {
      if (last.get(name) === promise) last.delete(name);
      resolve();
    };
    return { lost, release };
  };
}
