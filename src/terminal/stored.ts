import { access } from "node:fs/promises";
import { join, resolve } from "node:path";

import { pino } from "pino";

import { loadEnvironment } from "#config.ts";
import { UsageError } from "#errors.ts";
import { openStore } from "#store/store.ts";
import type { Store } from "#store/store.ts";

/** Does something with the state a bot left, and closes it whatever comes of it. */
export async function withStore<Result>(
  data: string,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const log = pino({ level: "warn" }, pino.destination({ dest: 2, sync: true }));
  const { databaseUrl } = loadEnvironment();
  if (databaseUrl === null) await expectState(data);
  const store = await openStore({ dataFolder: resolve(data), databaseUrl, log });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Looking must not make a data folder. */
async function expectState(data: string): Promise<void> {
  await access(join(data, "state")).catch((cause: unknown) => {
    const message = `No bot has kept its state in ${data}; name its data folder with --data DIR.`;
    throw new UsageError(message, ["data"], { cause });
  });
}
