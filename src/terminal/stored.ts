import { access } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { loadEnvironment } from "#config.ts";
import { UsageError } from "#errors.ts";
import { askBot } from "#evidence/records-client.ts";
import { recordsIn } from "#evidence/records.ts";
import type { Records } from "#evidence/records.ts";
import { maskedLog } from "#evidence/redaction/masked-log.ts";
import { DataFolderInUse } from "#store/data-lock.ts";
import { openStore } from "#store/store.ts";
import { printable } from "#terminal/printable.ts";

/** Milliseconds another command is waited for, which has the data folder to itself. */
const patience = 30_000;
const look = 200;

type Work<Result> = (records: Records) => Promise<Result>;

/** Works with what a bot stored: the bot at work is asked, else its database is opened, once no other command has it. */
export async function withRecords<Result>(data: string, work: Work<Result>): Promise<Result> {
  const { databaseUrl } = loadEnvironment();
  if (databaseUrl !== null) return opened(data, databaseUrl, work);
  await expectState(data);
  const until = Date.now() + patience;
  for (let isTold = false; ; isTold = true) {
    const asked = await askBot(data, work);
    if (asked) return asked.result;
    try {
      return await opened(data, null, work);
    } catch (error) {
      if (!(error instanceof DataFolderInUse) || Date.now() > until) throw error;
      if (!isTold) process.stderr.write(printable(`${waiting(data, error)}\n`));
    }
    await pause(look);
  }
}

function waiting(data: string, { owner }: DataFolderInUse): string {
  return `Waiting for ${owner}, which has the data folder ${data}.`;
}

async function opened<Result>(
  data: string,
  databaseUrl: string | null,
  work: Work<Result>,
): Promise<Result> {
  const { log } = maskedLog("warn");
  const store = await openStore({ dataFolder: resolve(data), databaseUrl, log });
  try {
    return await work(recordsIn(store));
  } finally {
    await store.close();
  }
}

/** True where there is something of a bot to read. */
export async function isStored(data: string): Promise<boolean> {
  if (loadEnvironment().databaseUrl !== null) return true;
  return access(join(data, "state")).then(
    () => true,
    () => false,
  );
}

/** Looking must not make a data folder. */
async function expectState(data: string): Promise<void> {
  if (await isStored(data)) return;
  throw new UsageError(
    `No bot has kept its state in ${data}; name its data folder with --data DIR.`,
    ["data"],
  );
}
