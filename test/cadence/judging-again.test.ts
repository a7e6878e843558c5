import { DateTime } from "luxon";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { judgedIn } from "#cadence/occurrences.ts";
import { mark, openSnoozes } from "#cadence/snoozes.ts";
import type { Check } from "#check.ts";
import { embeddedDatabases } from "../store/databases.ts";
import type { Databases } from "../store/databases.ts";
import { Clock, concluded, counting, ended, engineOn, programWith, toldBy } from "./engine.ts";
import type { Engine } from "./engine.ts";

let databases: Databases;
let engine: Engine | null = null;
beforeAll(async () => {
  databases = await embeddedDatabases();
});
afterEach(async () => {
  await engine?.close();
  engine = null;
});
afterAll(() => databases.stop());

const yaml = `cadences: { daily: { cron: "0 8 * * *", channel: C0TEAM1 } }\n`;
const header = "commission_id,status,amount,currency,created_at\n";
const row = (id: number): string => `cm_${id},approved,10.00,USD,2026-10-12T12:00:00Z\n`;
/** Fails by as many commissions as there are. */
const failing: Check = {
  ...counting,
  judge: (measured, settings) => ({
    ...counting.judge(measured, settings),
    outcome: "fail",
    expected: { from: 0, to: 0 },
  }),
};
const checks = (): Map<string, Check> => new Map([["counting", failing]]);
const maya = { user: "U0MAYA0001", channel: "C0TEAM1" };

/** A day that was judged with three commissions, at a clock that stands later. */
async function judgedOnce(judging: ReadonlyMap<string, Check> = checks()) {
  const clock = new Clock("2026-10-13T11:00:00Z");
  const program = await programWith(yaml);
  const parts = { checks: judging, now: clock.now };
  const at = await engineOn(await databases.fresh(), program, parts);
  engine = at;
  clock.put("2026-10-13T12:00:30Z");
  await at.cadences.tick();
  const [occurrence] = await ended(at, 1);
  clock.put("2026-10-13T18:03:00Z");
  const id = occurrence?.id ?? "";
  const again = () => at.store.transaction((trx) => at.cadences.again(trx, id, maya));
  return { at, program, clock, id, again };
}

test("judged again, a day has fresh exports in the place of those before, and says who asked", async () => {
  const judging = checks().set("gone", failing);
  const { at, program, id, again } = await judgedOnce(judging);
  const [first] = await judgedIn(at.store.db, id);
  await program.write("exports/commissions.csv", `${header}${row(1)}`);
  judging.delete("gone");

  expect(await again()).toBe(true);
  const [occurrence, ...others] = await ended(at, 1);

  expect(others).toEqual([]);
  expect(occurrence).toMatchObject({
    id,
    due_at: new Date("2026-10-13T12:00:00Z"),
    status: "done",
    again_at: new Date("2026-10-13T18:03:00Z"),
    again_by: maya.user,
  });
  expect(await concluded(at)).toEqual({ counting: "fail: 1 commissions." });
  const [second] = await judgedIn(at.store.db, id);
  expect(second?.exports[0]?.name).not.toBe(first?.exports[0]?.name);
  expect(await toldBy(at)).toEqual(["running", "done 2", "done 1"]);
  const audited = await at.store.db.selectFrom("audit_entry").selectAll().execute();
  expect(audited).toMatchObject([
    { action: "check.again", actor: maya.user, detail: { occurrence: id, cadence: "daily" } },
  ]);
});

test("asked twice at once, it is judged again once", async () => {
  const { at, again } = await judgedOnce();

  const asked = await Promise.all([again(), again()]);

  expect(asked.filter(Boolean)).toHaveLength(1);
  await ended(at, 1);
  const audited = await at.store.db.selectFrom("audit_entry").select("action").execute();
  expect(audited).toHaveLength(1);
});

test("a snooze ends when judging again finds worse, and stands when it finds the same", async () => {
  const { at, program, clock, id, again } = await judgedOnce();
  const now = clock.now().toJSDate();
  await at.store.transaction(async (trx) => {
    const [one] = await judgedIn(trx, id);
    if (!one) throw new Error("nothing was judged");
    const until = DateTime.fromJSDate(now).plus({ days: 7 }).toJSDate();
    await mark(trx, one, { kind: "snooze", until, occurrence_id: id, by: maya.user, at: now });
  });

  await again();
  await ended(at, 1);
  expect(await openSnoozes(at.store.db, now)).toHaveLength(1);

  await program.write("exports/commissions.csv", [header, ...[1, 2, 3, 4, 5].map(row)].join(""));
  clock.put("2026-10-13T19:00:00Z");
  await again();
  await ended(at, 1);
  expect(await openSnoozes(at.store.db, now)).toEqual([]);
});
