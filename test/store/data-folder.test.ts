import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { ConfigError } from "#errors.ts";
import { openStore } from "#store/store.ts";
import type { StoreOptions } from "#store/store.ts";
import { embeddedDatabases } from "./databases.ts";
import type { Databases } from "./databases.ts";

const child = fileURLToPath(new URL("store-child.ts", import.meta.url));

let databases: Databases;
let options: StoreOptions;
/** A folder nothing was ever started on. */
let first = "";

beforeAll(async () => {
  databases = await embeddedDatabases();
}, 120_000);
afterAll(() => databases.stop());
beforeEach(async () => {
  options = await databases.fresh();
  first = `${options.dataFolder}-first`;
});

/** Starts another process on a folder; after `timeout` milliseconds it is killed. */
function start(
  folder: string,
  timeout?: number,
): { process: ChildProcess; lines: AsyncIterator<string> } {
  const limits = timeout === undefined ? {} : { timeout, killSignal: "SIGKILL" as const };
  const started = spawn(process.execPath, [child, folder], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
    ...limits,
  });
  const lines = createInterface({ input: started.stdout });
  return { process: started, lines: lines[Symbol.asyncIterator]() };
}

async function kill(started: ChildProcess): Promise<void> {
  const gone = once(started, "exit");
  started.kill("SIGKILL");
  await gone;
}

/** Ends what a killed process had started; sometimes it lives on for a moment, and the next start must bear it. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

test("a second process on one folder is told who has it, and may have it once that one is killed", async () => {
  const other = start(options.dataFolder);
  await other.lines.next();

  const refused = openStore(options);
  await expect(refused).rejects.toThrow(ConfigError);
  await expect(refused).rejects.toThrow(
    new RegExp(
      `^The data folder ${options.dataFolder} is in use by process ${other.process.pid} on .+; stop that one, or give this one a folder of its own with --data DIR\\.$`,
    ),
  );

  await kill(other.process);
  await (await openStore(options)).close();
});

test("a folder is not opened twice by one process either", async () => {
  const store = await openStore(options);

  await expect(openStore(options)).rejects.toThrow(`in use by process ${process.pid}`);
  await store.close();
});

test("a row that was committed survives kill -9", async () => {
  const acknowledged: string[] = [];
  for (const rows of [1, 20, 60]) {
    const { process: killed, lines } = start(options.dataFolder);
    await lines.next();
    for (let row = 0; row < rows; row += 1) acknowledged.push((await lines.next()).value as string);
    await kill(killed);
  }

  const store = await openStore(options);
  const found = await store.db.selectFrom("workspace_trait").selectAll().execute();
  await store.close();
  const there = new Set(found.map(({ workspace, trait }) => `${workspace} ${trait}`));
  expect(acknowledged.filter((row) => !there.has(row))).toEqual([]);
});

test("a first start killed at any of twelve moments leaves a folder the next start can use", async () => {
  const begun = performance.now();
  const whole = start(first);
  await whole.lines.next();
  const duration = performance.now() - begun;
  await kill(whole.process);

  for (let moment = 0; moment < 12; moment += 1) {
    if (existsSync(join(first, "state"))) await rm(first, { recursive: true });
    const { process: killed } = start(first, Math.ceil(((moment + Math.random()) / 12) * duration));
    // A start that a folder was too broken for would have ended by itself.
    expect(await once(killed, "exit")).toEqual([null, "SIGKILL"]);
    if (moment % 2 === 0) endGroup(killed);
  }

  const store = await openStore({ ...options, dataFolder: first });
  await store.db.selectFrom("run").selectAll().execute();
  await store.jobs.createQueue("work");
  await store.close();
}, 240_000);

test("a folder that cannot be made is one sentence", async () => {
  const file = `${options.dataFolder}-file`;
  await writeFile(file, "");
  const opening = openStore({ ...options, dataFolder: join(file, "data") });

  await expect(opening).rejects.toThrow(ConfigError);
  await expect(opening).rejects.toThrow(/cannot be made .+ name a folder this user may write/);
});

test.skipIf(process.getuid?.() === 0)("a state that may not be read is said to be so", async () => {
  await chmod(join(options.dataFolder, "state"), 0);

  const refused: unknown = await openStore(options).catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(ConfigError);
  expect(String(refused)).toContain(
    `The data folder ${options.dataFolder} cannot be used: this user may not use it.`,
  );
  await chmod(join(options.dataFolder, "state"), 0o700);
});
