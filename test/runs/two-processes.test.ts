import { sql } from "kysely";
import type { Kysely } from "kysely";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

import type { Performance } from "#runs/perform.ts";
import { Runs } from "#runs/runs.ts";
import type { StepOutcome } from "#step.ts";
import { openStore } from "#store/store.ts";
import type { Store, StoreOptions } from "#store/store.ts";
import { serverDatabases } from "../store/databases.ts";
import type { Databases } from "../store/databases.ts";
import {
  allStates,
  announcedOf,
  announcerOf,
  makeAnnouncements,
  outcomeOf,
  performerOf,
  requestOf,
} from "./fixtures.ts";

const log = pino({ level: "silent" });
let databases: Databases;

beforeAll(async () => {
  databases = await serverDatabases();
}, 120_000);
afterAll(() => databases.stop());

async function engineOn(
  options: StoreOptions,
  perform: (performance: Performance) => Promise<StepOutcome>,
): Promise<{ store: Store; runs: Runs; close: () => Promise<void> }> {
  const store = await openStore(options);
  await makeAnnouncements(store.db as unknown as Kysely<never>);
  const runs = new Runs({ store, performer: performerOf(perform), announcer: announcerOf(), log });
  await runs.work();
  const close = async () => {
    await runs.stop(0);
    await store.close();
  };
  return { store, runs, close };
}

function allFinished(store: Store, count: number): Promise<void> {
  return vi.waitFor(
    async () => {
      const rows = await store.db.selectFrom("run").select("status").execute();
      expect(rows.map(({ status }) => status)).toEqual(
        Array.from({ length: count }, () => "finished"),
      );
    },
    { timeout: 60_000, interval: 200 },
  );
}

test("two engines on one PostgreSQL do each step once and tell each state once", async () => {
  const options = await databases.fresh();
  const done: string[] = [];
  const perform =
    (engine: string) =>
    async ({ step, input }: Performance) => {
      done.push(`${input.runId} ${step.id}`);
      await new Promise(setImmediate);
      return outcomeOf(engine);
    };
  const left = await engineOn(options, perform("left"));
  const right = await engineOn(options, perform("right"));
  const begun = [left, right].flatMap(({ store, runs }) =>
    Array.from({ length: 6 }, () => store.transaction((trx) => runs.start(trx, requestOf(3)))),
  );

  const ids = await Promise.all(begun);
  await allFinished(left.store, ids.length);

  const told = await Promise.all(
    ids.map((id) => announcedOf(left.store.db as unknown as Kysely<never>, id)),
  );
  expect(told).toEqual(ids.map(() => allStates(3)));
  expect(done.sort()).toEqual(
    ids.flatMap((id) => ["s0", "s1", "s2"].map((s) => `${id} ${s}`)).sort(),
  );
  await left.close();
  await right.close();
}, 120_000);

test("a job handed out again while its first owner still works is not done twice at once", async () => {
  const options = await databases.fresh();
  const started = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const slow = await engineOn(options, async () => {
    started.resolve();
    await go.promise;
    return outcomeOf("the slow one");
  });
  const id = await slow.store.transaction((trx) => slow.runs.start(trx, requestOf(1)));
  await started.promise;
  const asked: string[] = [];
  const quick = await engineOn(options, async ({ step }) => {
    asked.push(step.id);
    return outcomeOf("the quick one");
  });

  await sql`UPDATE pgboss.job SET state = 'retry', start_after = now() - interval '1 minute', heartbeat_on = NULL`.execute(
    quick.store.db,
  );
  await vi.waitFor(
    async () => {
      const { rows } = await sql<{
        waiting: number;
      }>`SELECT count(*) AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`.execute(
        quick.store.db,
      );
      expect(rows[0]?.waiting).toBe(1);
    },
    { timeout: 20_000, interval: 100 },
  );
  go.resolve();
  await allFinished(quick.store, 1);

  const step = quick.store.db.selectFrom("run_step").select("outcome");
  const { outcome } = await step.executeTakeFirstOrThrow();
  expect(outcome?.summary).toBe("the slow one");
  expect(asked).toEqual([]);
  expect(await announcedOf(quick.store.db as unknown as Kysely<never>, id)).toEqual(allStates(1));
  await slow.close();
  await quick.close();
}, 120_000);
