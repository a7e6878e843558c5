import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { openStore } from "#store/store.ts";
import type { Store, StoreOptions } from "#store/store.ts";
import { serving } from "../probes/far-side.ts";
import { serverDatabases } from "../store/databases.ts";
import type { Databases } from "../store/databases.ts";
import { saidIn } from "./watching.ts";

const child = fileURLToPath(new URL("watch-child.ts", import.meta.url));
const patiently = { timeout: 60_000, interval: 100 };
const endpoints = 40;

let databases: Databases;
beforeAll(async () => {
  databases = await serverDatabases();
}, 120_000);
afterAll(() => databases.stop());

async function start({ databaseUrl, dataFolder }: StoreOptions, url: string) {
  const words = [child, databaseUrl ?? "", dataFolder, url, String(endpoints)];
  const started = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  await once(started.stdout, "data");
  return started;
}

async function ended(process: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(process, "exit");
  process.kill(signal);
  await gone;
}

/** How many shards each process holds. */
async function sharesIn({ db }: Store): Promise<number[]> {
  const rows = await db
    .selectFrom("watch_lease")
    .select((of) => of.fn.countAll<number>().as("shards"))
    .where("holder", "!=", "")
    .groupBy("holder")
    .orderBy("shards")
    .execute();
  return rows.map(({ shards }) => shards);
}

async function nowIn({ db }: Store): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(db);
  return rows[0]?.now ?? new Date(Number.NaN);
}

test("two processes share the endpoints; when one is killed amid an outage, the other has them within ten seconds and says each once", async () => {
  const options = await databases.fresh();
  const far = { status: 200, askers: new Set<string>() };
  const url = await serving(({ url: asked = "" }, response) => {
    far.askers.add(asked);
    response.writeHead(far.status).end();
  });
  const store = await openStore(options);
  const [left, right] = [await start(options, url), await start(options, url)];
  await vi.waitFor(async () => expect(await sharesIn(store)).toEqual([32, 32]), patiently);
  far.askers.clear();
  await vi.waitFor(() => expect(far.askers.size).toBe(2), patiently);
  // Each endpoint has had a look that was well.
  const lookedAt = () => store.db.selectFrom("endpoint").select("id").execute();
  await vi.waitFor(async () => expect(await lookedAt()).toHaveLength(endpoints), patiently);

  far.status = 500;
  await vi.waitFor(async () => {
    const rows = await store.db.selectFrom("endpoint").select("state").execute();
    expect(rows.some(({ state }) => state.standing === "suspect" && state.confirmed > 0)).toBe(
      true,
    );
  }, patiently);
  const killedAt = await nowIn(store);
  await ended(left, "SIGKILL");
  await vi.waitFor(async () => expect(await sharesIn(store)).toEqual([64]), patiently);
  const taken = (await nowIn(store)).getTime() - killedAt.getTime();
  const down = Array.from({ length: endpoints }, (_, index) => `endpoint-${index} down`);
  await vi.waitFor(async () => {
    expect((await saidIn(store)).toSorted()).toEqual(down.toSorted());
  }, patiently);
  expect(taken).toBeLessThanOrEqual(10_000);

  // A third joins and is given its share; one that stops leaves it to the others at once. Nothing is said again.
  const third = await start(options, url);
  await vi.waitFor(async () => expect(await sharesIn(store)).toEqual([32, 32]), patiently);
  await ended(right, "SIGTERM");
  await vi.waitFor(async () => expect(await sharesIn(store)).toEqual([64]), patiently);
  far.status = 200;
  await vi.waitFor(async () => {
    const said = await saidIn(store);
    expect(said.filter((one) => one.endsWith(" up"))).toHaveLength(endpoints);
  }, patiently);
  expect(await saidIn(store)).toHaveLength(2 * endpoints);
  await ended(third, "SIGTERM");
  expect(await sharesIn(store)).toEqual([]);
  await store.close();
}, 180_000);

test("what a process still writes after another has taken over is not taken", async () => {
  const options = await databases.fresh();
  const far = { status: 200 };
  const url = await serving((_, response) => void response.writeHead(far.status).end());
  const store = await openStore(options);
  const stalled = await start(options, url);
  const states = () => store.db.selectFrom("endpoint").selectAll().execute();
  await vi.waitFor(async () => expect(await states()).toHaveLength(endpoints), patiently);
  // It stands still as it is, and believes that all is well.
  stalled.kill("SIGSTOP");
  const other = await start(options, url);
  far.status = 500;
  await vi.waitFor(async () => expect(await saidIn(store)).toHaveLength(endpoints), patiently);
  far.status = 200;
  stalled.kill("SIGCONT");
  await vi.waitFor(async () => expect(await sharesIn(store)).toEqual([32, 32]), patiently);
  await vi.waitFor(async () => expect(await saidIn(store)).toHaveLength(2 * endpoints), patiently);

  const said = await saidIn(store);
  expect(said.slice(0, endpoints).every((one) => one.endsWith(" down"))).toBe(true);
  expect(said.slice(endpoints).every((one) => one.endsWith(" up"))).toBe(true);
  await ended(other, "SIGTERM");
  await ended(stalled, "SIGTERM");
  await store.close();
}, 180_000);
