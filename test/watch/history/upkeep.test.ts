import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";

import { spans } from "#model/history.ts";
import { looksOf } from "#model/tally.ts";
import { foldMinutes } from "#watch/history/fold.ts";
import { totalsOf } from "#watch/history/read.ts";

import { oneStore } from "../../slack/open-store.ts";
import { historyIn, keep, seen } from "./open-history.ts";

const store = oneStore();
const begin = Date.parse("2026-11-20T00:00:00Z");
const opened = () => historyIn(store(), "2026-11-20T00:00:00Z");
beforeEach(() =>
  sql`TRUNCATE endpoint_minute, endpoint_history, incident, maintenance, quota_use, endpoint_transition CASCADE`.execute(
    store().db,
  ),
);

test("minutes go when they are old, hours after them, days last", async () => {
  const history = opened();
  const recorder = history.recorder();
  recorder.record("shop", seen(begin));
  await recorder.stop();
  const spansKept = async (age: number): Promise<string[]> => {
    history.clock.at = begin + age;
    await history.upkeep().tick();
    const rows = await store().db.selectFrom("endpoint_history").select("span").execute();
    return rows.map(({ span }) => span).toSorted();
  };

  expect(await spansKept(spans.hour)).toEqual([]);
  expect(await spansKept(3 * spans.hour)).toEqual(["day", "hour", "minute"]);
  expect(await spansKept(keep.minutes + 2 * spans.hour)).toEqual(["day", "hour"]);
  const week = { from: begin - spans.day, to: begin + spans.day };
  expect(looksOf((await totalsOf(week, history.reading())).get("shop") as never)).toBe(1);
  expect(await spansKept(keep.hours + 2 * spans.day)).toEqual(["day"]);
  expect(await spansKept(keep.days + 32 * spans.day)).toEqual([]);
  expect(history.faults).toEqual([]);
});

test("what breaks off while minutes are put on pages loses none and doubles none", async () => {
  const history = opened();
  const recorder = history.recorder();
  for (let minute = 0; minute < 10; minute += 1) {
    recorder.record("shop", seen(begin + minute * spans.minute));
  }
  history.clock.at = begin + 3 * spans.hour;
  await recorder.flush();
  const broken = store().transaction(async (trx) => {
    expect(await foldMinutes(trx, new Date(begin + spans.hour))).toBe(true);
    throw new Error("killed");
  });
  await expect(broken).rejects.toThrow("killed");
  const looks = async () => {
    const window = { from: begin, to: begin + spans.hour };
    return looksOf((await totalsOf(window, history.reading())).get("shop") as never);
  };

  expect(await looks()).toBe(10);
  await history.upkeep().tick();
  await history.upkeep().tick();
  expect(await looks()).toBe(10);
});

test("an incident that goes on is not old, whatever its age; what has ended is, with all that belongs to it", async () => {
  const history = opened();
  const { db } = store();
  const shared = JSON.stringify({ by: "endpoint", name: "shop" });
  const old = new Date(begin);
  const one = { shared, channel: null, opened_at: old };
  await db
    .insertInto("incident")
    .values([
      { id: "ended", ...one, ended_at: old },
      { id: "open", ...one, ended_at: null },
    ])
    .execute();
  const event = { incident_id: "ended", sequence: 0, event: "{}" };
  await db.insertInto("incident_event").values(event).execute();
  const transition = { endpoint: "shop", at: old, transition: "{}", observation: "{}" };
  await db
    .insertInto("endpoint_transition")
    .values([
      { ...transition, handled_at: old },
      { ...transition, endpoint: "link", handled_at: null },
    ])
    .execute();
  await db.insertInto("quota_use").values({ credential: "a", slot: old, taken: 1 }).execute();

  history.clock.at = begin + keep.days + spans.day;
  await history.upkeep().tick();

  const left = await db.selectFrom("incident").select("id").execute();
  expect(left).toEqual([{ id: "open" }]);
  const waiting = await db.selectFrom("endpoint_transition").select("handled_at").execute();
  expect(waiting).toEqual([{ handled_at: null }]);
  for (const table of ["incident_event", "quota_use"] as const) {
    expect(await db.selectFrom(table).selectAll().execute()).toEqual([]);
  }
  expect(history.faults).toEqual([]);
});
