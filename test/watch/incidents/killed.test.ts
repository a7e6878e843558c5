import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { openStore } from "#store/store.ts";
import type { Store } from "#store/store.ts";
import { recentIncidents } from "#watch/incidents/incident-rows.ts";
import { change, minute } from "../../model/incidents.ts";
import { serverDatabases } from "../../store/databases.ts";
import type { Databases } from "../../store/databases.ts";
import { happen } from "./incidents.ts";

const child = fileURLToPath(new URL("incidents-child.ts", import.meta.url));
const count = 12;

let databases: Databases;
beforeAll(async () => {
  databases = await serverDatabases();
}, 120_000);
afterAll(() => databases.stop());

/** The process that is within a transaction in which it has told an incident. */
function lingering({ db }: Store): Promise<number> {
  return vi.waitFor(
    async () => {
      const { rows } = await sql<{ query: string }>`
        SELECT query FROM pg_stat_activity
        WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'`.execute(db);
      const [, pid] = /process (\d+) lingers/.exec(rows[0]?.query ?? "") ?? [];
      if (pid === undefined) throw new Error("none is at it");
      return Number(pid);
    },
    { timeout: 30_000, interval: 20 },
  );
}

test("two processes that are killed in the midst of it again and again lose no outage and tell none twice", async () => {
  const options = await databases.fresh();
  const store = await openStore(options);
  const words = [child, options.databaseUrl ?? "", options.dataFolder, String(count)];
  const begin = async (): Promise<ChildProcess> => {
    const started = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
    await once(started.stdout, "data");
    return started;
  };
  const end = async (process: ChildProcess): Promise<void> => {
    const gone = once(process, "exit");
    process.kill("SIGKILL");
    await gone;
  };
  const pair = await Promise.all([begin(), begin()]);
  for (let round = 0; round < count / 4; round += 1) {
    const four = [0, 1, 2, 3].map((index) => `endpoint-${round * 4 + index}`);
    await happen(
      store,
      four.map((id) => change(id, "down", round * minute)),
    );
    await happen(
      store,
      four.map((id) => change(id, "up", round * minute + 1)),
    );
    const writing = await lingering(store);
    const killed = pair.find(({ pid }) => pid === writing);
    if (!killed) throw new Error(`${writing} is none of the two`);
    await end(killed);
    pair.splice(pair.indexOf(killed), 1, await begin());
  }
  await vi.waitFor(
    async () => {
      const left = await store.db
        .selectFrom("endpoint_transition")
        .select("id")
        .where("handled_at", "is", null)
        .execute();
      expect(left).toEqual([]);
    },
    { timeout: 30_000, interval: 200 },
  );
  await Promise.all(pair.map(end));

  const incidents = await recentIncidents(store.db, new Date(0), new Date(Date.now() + minute));
  const roots = await store.db
    .selectFrom("outbox")
    .select("key")
    .where("kind", "=", "post")
    .where("parent", "is", null)
    .execute();
  expect(incidents).toHaveLength(count);
  expect(new Set(incidents.map(({ affected }) => affected[0]?.endpoint)).size).toBe(count);
  expect(incidents.every(({ endedAt }) => endedAt !== null)).toBe(true);
  expect(new Set(roots.map(({ key }) => key))).toEqual(
    new Set(incidents.map(({ id }) => `incident:${id}`)),
  );
  await store.close();
}, 180_000);
