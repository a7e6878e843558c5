import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { quantile } from "#model/latency.ts";
import { failuresOf, looksOf, uptimeOf } from "#model/tally.ts";
import type { Tally } from "#model/tally.ts";
import { totalsOf } from "#watch/history/read.ts";

import { openStore } from "#store/store.ts";
import type { Store } from "#store/store.ts";

import { bothDatabases } from "../../store/databases.ts";
import type { Databases } from "../../store/databases.ts";
import { historyIn, seen } from "./open-history.ts";

const [second, minute, hour] = [1000, 60_000, 3_600_000];
const noon = Date.parse("2026-11-20T12:00:00Z");

describe.each(bothDatabases)("on %s", (_, open) => {
  let databases: Databases;
  let store: Store;
  beforeAll(async () => {
    databases = await open();
    store = await openStore(await databases.fresh());
  });
  beforeEach(() => sql`TRUNCATE endpoint_minute, endpoint_history`.execute(store.db));
  afterAll(async () => {
    await store.close();
    await databases.stop();
  });

  const opened = () => historyIn(store, "2026-11-20T12:00:00Z");
  type Opened = ReturnType<typeof opened>;
  const total = async (history: Opened, from = noon - hour, to = noon + 24 * hour) => {
    const totals = await totalsOf({ from, to }, history.reading());
    return totals.get("shop") as Tally;
  };

  test("an outage is as long as it stood, however often it was looked at", async () => {
    const history = opened();
    const recorder = history.recorder();
    const bad = [0, 1, 3, 8, 60, 120].map((at) => 5 * minute + at * second);
    const good = [8 * minute, 8 * minute + second, 8 * minute + 3 * second, 9 * minute];
    for (let at = 0; at < 5; at += 1) recorder.record("shop", seen(noon + at * minute));
    for (const at of bad) recorder.record("shop", seen(noon + at, "platform_down", 10_000));
    for (const at of good) recorder.record("shop", seen(noon + at));
    history.clock.at = noon + 10 * minute;
    await recorder.flush();

    const tally = await total(history);
    expect({ ...tally, latency: null }).toMatchObject({ up: 7 * minute, down: 3 * minute });
    expect([looksOf(tally), failuresOf(tally), uptimeOf(tally)]).toEqual([15, 6, 0.7]);
    expect(quantile(tally.latency, 0.99)).toBeCloseTo(100, -1);
  });

  test("our own quota and blindness count as neither, and stop the clock", async () => {
    const history = opened();
    const recorder = history.recorder();
    recorder.record("shop", seen(noon));
    recorder.record("shop", seen(noon + 30 * second, "throttled"));
    recorder.record("shop", seen(noon + 90 * second, "unknown"));
    recorder.record("shop", seen(noon + 120 * second, "stale"));
    history.clock.at = noon + 130 * second;
    await recorder.flush();

    const tally = await total(history);
    expect(tally).toMatchObject({ up: 30 * second, down: 10 * second });
    expect([looksOf(tally), failuresOf(tally)]).toEqual([4, 1]);
  });

  test("what nobody looks at any more stands for as long as the next look might have taken", async () => {
    const history = opened();
    const recorder = history.recorder();
    recorder.record("shop", seen(noon));
    history.clock.at = noon + hour;
    await recorder.flush();

    expect(await total(history)).toMatchObject({ up: 75 * second, down: 0 });
  });

  test("what is down in maintenance uses nothing up", async () => {
    const history = opened();
    const recorder = history.recorder({
      isMaintained: (id, at) => id === "shop" && at < noon + minute,
    });
    recorder.record("shop", seen(noon, "stale"));
    recorder.record("shop", seen(noon + minute, "stale"));
    recorder.record("shop", seen(noon + 2 * minute));
    await recorder.flush();

    expect(await total(history)).toMatchObject({ up: 0, down: minute, excused: minute });
  });

  test("two processes that look in the same minute add up, before it is on its page and after", async () => {
    const history = opened();
    const [one, other] = [history.recorder(), history.recorder()];
    for (const recorder of [one, other, one, other]) {
      recorder.record("shop", seen(noon, "up", 40));
      await recorder.flush();
    }
    expect(looksOf(await total(history))).toBe(4);

    history.clock.at = noon + 2 * hour;
    await Promise.all([one.flush(), other.flush()]);
    await Promise.all([history.upkeep().tick(), history.upkeep().tick()]);
    await one.flush();

    expect(looksOf(await total(history))).toBe(4);
    const left = await store.db.selectFrom("endpoint_minute").selectAll().execute();
    expect(left).toEqual([]);
    expect(history.faults).toEqual([]);
  });

  test("what could not be written is written with the next, once", async () => {
    const history = opened();
    const recorder = history.recorder();
    recorder.record("shop", seen(noon));
    await store.db.schema.alterTable("endpoint_minute").renameTo("elsewhere").execute();
    await recorder.flush();
    await store.db.schema.alterTable("elsewhere").renameTo("endpoint_minute").execute();
    expect(history.faults).toHaveLength(1);

    recorder.record("shop", seen(noon + second));
    await recorder.stop();

    expect(looksOf(await total(history))).toBe(2);
  });
});
