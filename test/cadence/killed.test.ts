import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { expect, test, vi } from "vitest";

import { openStore } from "#store/store.ts";
import type { StoreOptions } from "#store/store.ts";
import { embeddedDatabases, serverDatabases } from "../store/databases.ts";
import { programWith } from "./engine.ts";

const child = fileURLToPath(new URL("cadences-child.ts", import.meta.url));

interface Child {
  readonly lines: AsyncIterator<string>;
  kill(): Promise<void>;
}

function start({ dataFolder, databaseUrl }: StoreOptions, folder: string, stopAt = ""): Child {
  const words = [child, dataFolder, databaseUrl ?? "", folder, stopAt];
  const started = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  return {
    lines: createInterface({ input: started.stdout })[Symbol.asyncIterator](),
    async kill() {
      const gone = once(started, "exit");
      started.kill("SIGKILL");
      await gone;
    },
  };
}

/** Reads what the child says until it says this, and returns all of it. */
async function until({ lines }: Child, beginning: string): Promise<string[]> {
  const said: string[] = [];
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error(`ended before "${beginning}", after ${said.join(", ")}`);
    said.push(value);
    if (value.startsWith(beginning)) return said;
  }
}

/** How the occurrences and their results stand in the store. */
async function standing(options: StoreOptions) {
  const store = await openStore(options);
  const rows = await store.db.selectFrom("occurrence").select(["cadence", "status"]).execute();
  const results = await store.db
    .selectFrom("check_result")
    .select(["check_id", "outcome"])
    .orderBy("check_id")
    .execute();
  await store.close();
  return { rows, results: results.map(({ check_id: id, outcome }) => `${id} ${outcome}`) };
}

const whole = {
  rows: [{ cadence: "daily", status: "done" }],
  results: ["first pass", "second pass", "third pass"],
};
const daily = "cadences: { daily: { channel: C0TEAM1 } }\n";

test("killed at any check, a cadence ends as one occurrence with one result of each", async () => {
  const databases = await embeddedDatabases();
  const options = await databases.fresh();
  const { folder } = await programWith(daily);
  for (const boundary of ["measuring first", "judging second", "telling done"]) {
    const running = start(options, folder, boundary);
    await until(running, "stands still");
    await running.kill();
  }
  const last = start(options, folder);
  await until(last, "telling done");
  await until(last, "committed");
  await last.kill();
  const after = start(options, folder);
  await until(after, "working");
  await after.kill();

  expect(await standing(options)).toEqual(whole);
  await databases.stop();
}, 180_000);

test("a dead process's cadence is judged by a living one, and once", async () => {
  const databases = await serverDatabases();
  const options = await databases.fresh();
  const { folder } = await programWith(daily);
  const dying = start(options, folder, "judging second");
  await until(dying, "stands still");
  const living = start(options, folder);
  await until(living, "working");
  await dying.kill();
  const said = await until(living, "judging third");

  await vi.waitFor(async () => expect(await standing(options)).toEqual(whole), {
    timeout: 20_000,
    interval: 500,
  });
  await living.kill();
  expect(said.filter((line) => line.startsWith("judging"))).toEqual([
    "judging first",
    "judging second",
    "judging third",
  ]);
  await databases.stop();
}, 120_000);
