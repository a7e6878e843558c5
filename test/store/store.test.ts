import { sql } from "kysely";
import { fromKysely } from "pg-boss";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { ConfigError } from "#errors.ts";
import { openStore } from "#store/store.ts";
import type { Store, StoreOptions } from "#store/store.ts";
import { bothDatabases } from "./databases.ts";
import type { Databases } from "./databases.ts";

describe.each(bothDatabases)("a store on %s", (_name, make) => {
  let databases: Databases;
  let options: StoreOptions;
  let store: Store;

  beforeAll(async () => {
    databases = await make();
  }, 120_000);
  afterAll(() => databases.stop());
  beforeEach(async () => {
    options = await databases.fresh();
    store = await openStore(options);
    await store.jobs.createQueue("work", { notify: true });
  });
  afterEach(() => store.close());

  const trait = (name: string) => ({ workspace: "T1", trait: name, noted_at: new Date(0) });
  const traits = async () =>
    (await store.db.selectFrom("workspace_trait").select("trait").orderBy("trait").execute()).map(
      (row) => row.trait,
    );

  test("a transaction commits whole or not at all", async () => {
    await store.transaction((trx) =>
      trx.insertInto("workspace_trait").values(trait("kept")).execute(),
    );
    const failing = store.transaction(async (trx) => {
      await trx.insertInto("workspace_trait").values(trait("lost")).execute();
      throw new Error("no");
    });

    await expect(failing).rejects.toThrow("no");
    expect(await traits()).toEqual(["kept"]);
  });

  test("values come back in the same types", async () => {
    const at = new Date("2026-10-31T23:30:00.123Z");
    await store.db
      .insertInto("outbox")
      .values({
        key: "run:1",
        kind: "post",
        channel: "C1",
        parent: null,
        payload: JSON.stringify({ text: "ok", list: [1, "two"], none: null }),
        status: "pending",
        message_ts: null,
        file_ids: JSON.stringify(["F1"]),
        attempts: 0,
        next_attempt_at: at,
        created_at: at,
        sent_at: null,
        failure: null,
      })
      .execute();

    const row = await store.db.selectFrom("outbox").selectAll().executeTakeFirstOrThrow();
    const { rows } = await store.db
      .selectFrom("outbox")
      .select(({ fn }) => fn.countAll<number>().as("rows"))
      .executeTakeFirstOrThrow();

    expect(row).toMatchObject({
      position: 1,
      payload: { text: "ok", list: [1, "two"], none: null },
      file_ids: ["F1"],
      next_attempt_at: at,
      sent_at: null,
    });
    expect(rows).toBe(1);
  });

  test("a job exists if its transaction commits, and not otherwise", async () => {
    await store.transaction((trx) =>
      store.jobs.send("work", { committed: true }, { db: fromKysely(trx) }),
    );
    const failing = store.transaction(async (trx) => {
      await store.jobs.send("work", { committed: false }, { db: fromKysely(trx) });
      throw new Error("no");
    });

    await expect(failing).rejects.toThrow("no");
    const found = await store.jobs.fetch("work", { batchSize: 10 });
    expect(found.map(({ data }) => data)).toEqual([{ committed: true }]);
  });

  test("a worker is woken by the commit, long before it would look again", async () => {
    const done: unknown[] = [];
    const slowly = { pollingIntervalSeconds: 600, notifyPollingIntervalSeconds: 600 };
    await store.jobs.work("work", slowly, async ([job]) => void done.push(job?.data));

    await store.transaction((trx) =>
      store.jobs.send("work", { woken: true }, { db: fromKysely(trx) }),
    );

    await vi.waitFor(() => expect(done).toEqual([{ woken: true }]), 5000);
  });

  test("statements of transactions, of the queue and of neither never meet", async () => {
    const rounds = Array.from({ length: 40 }, (_, round) => round);
    const broken = rounds.map((round) =>
      store
        .transaction(async (trx) => {
          await trx
            .insertInto("workspace_trait")
            .values(trait(`broken ${round}`))
            .execute();
          await sql`SELECT 1`.execute(trx);
          await store.jobs.send("work", { broken: round }, { db: fromKysely(trx) });
          throw new Error("rolled back");
        })
        .catch(() => undefined),
    );
    const kept = rounds.map((round) =>
      store.transaction(async (trx) => {
        await trx
          .insertInto("workspace_trait")
          .values(trait(`kept ${round}`))
          .execute();
        await sql`SELECT 1`.execute(trx);
        await store.jobs.send("work", { round }, { db: fromKysely(trx) });
      }),
    );
    const beside = rounds.flatMap((round) => [
      store.jobs.send("work", { beside: round }),
      store.db
        .insertInto("workspace_trait")
        .values(trait(`beside ${round}`))
        .execute(),
      store.jobs
        .getDb()
        .executeSql("BEGIN; SELECT 1 / 0; COMMIT")
        .catch(() => undefined),
    ]);

    await Promise.all<unknown>([...broken, ...kept, ...beside]);

    const jobs = await store.jobs.fetch<Record<string, number>>("work", { batchSize: 1000 });
    expect((await traits()).filter((name) => name.startsWith("broken"))).toEqual([]);
    expect(await traits()).toHaveLength(80);
    expect(jobs.filter(({ data }) => "broken" in data)).toEqual([]);
    expect(jobs).toHaveLength(80);
  });

  test("a job sent within a transaction without naming it waits for nobody", async () => {
    await store.jobs.createQueue("unheard-of");
    const sent = store.transaction(() => store.jobs.send("unheard-of", {}));

    await expect(sent).resolves.toEqual(expect.any(String));
  });

  test("a statement beside the open transaction is refused at once", async () => {
    const wrong = [
      () => store.db.selectFrom("workspace_trait").selectAll().execute(),
      () => sql`SELECT 1`.execute(store.db),
      () => store.transaction(async () => 1),
    ];

    for (const beside of wrong) {
      await expect(store.transaction<unknown>(beside)).rejects.toThrow(
        /goes through its trx|a transaction within a transaction/,
      );
    }
  });

  test("what waits for a commit is called after it, and not without it", async () => {
    const called: string[] = [];
    await store.transaction(async () => {
      store.afterCommit(() => called.push("committed"));
      called.push("working");
    });
    const failing = store.transaction(async () => {
      store.afterCommit(() => called.push("rolled back"));
      throw new Error("no");
    });

    await expect(failing).rejects.toThrow("no");
    expect(called).toEqual(["working", "committed"]);
  });

  test("what is held is held by one at a time, in the order in which it was asked for", async () => {
    const told: string[] = [];
    const first = await store.hold("run:1");
    const second = store.hold("run:1").then(async (hold) => {
      told.push("second");
      await hold.release();
    });
    const other = await store.hold("run:2");
    told.push("other");
    await other.release();
    told.push("first");
    await first.release();
    await second;

    expect(told).toEqual(["other", "first", "second"]);
  });

  test("opened again it holds what it held", async () => {
    await store.db.insertInto("workspace_trait").values(trait("kept")).execute();
    await store.jobs.send("work", { kept: true });
    await store.close();

    store = await openStore(options);

    expect(await traits()).toEqual(["kept"]);
    const [job] = await store.jobs.fetch("work");
    expect(job?.data).toEqual({ kept: true });
  });
});

test("a database that does not answer is a sentence about DATABASE_URL without its password", async () => {
  const databaseUrl = "postgres://me:secret@127.0.0.1:1/none";

  const opening = openStore({ dataFolder: "unused", databaseUrl, log: pino({ level: "silent" }) });

  await expect(opening).rejects.toThrow(ConfigError);
  await expect(opening).rejects.toThrow(/^DATABASE_URL does not lead to a PostgreSQL/);
  await expect(opening).rejects.not.toThrow("secret");
});
