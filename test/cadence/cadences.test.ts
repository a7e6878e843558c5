import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { DateTime } from "luxon";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import type { Check } from "#check.ts";
import { parsePeriod } from "#model/period.ts";
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

const daily = (more = ""): string =>
  `cadences: { daily: { cron: "0 8 * * *", channel: C0TEAM1${more} } }\n`;
const checks = new Map<string, Check>([["counting", counting]]);
/** 07:00 in New York, an hour before it is due. */
const before = "2026-10-13T11:00:00Z";

test("what comes due is judged once, and told as it begins and when it has ended", async () => {
  const clock = new Clock(before);
  engine = await engineOn(await databases.fresh(), await programWith(daily()), {
    checks,
    now: clock.now,
  });
  clock.put("2026-10-13T12:00:30Z");
  await engine.cadences.tick();
  await engine.cadences.tick();

  const [occurrence] = await ended(engine, 1);
  expect(occurrence).toMatchObject({
    due_at: new Date("2026-10-13T12:00:00Z"),
    period: { from: "2026-10-12", to: "2026-10-12", span: "day" },
    status: "done",
    late: null,
    failure: null,
  });
  expect(await concluded(engine)).toEqual({ counting: "pass: 3 commissions." });
  expect(await toldBy(engine)).toEqual(["running", "done 1"]);
});

test("what is due as its window ends is judged, though the clock of whoever judges is behind", async () => {
  const clock = new Clock("2099-01-01T04:59:30Z");
  const midnight = `cadences: { daily: { cron: "0 0 * * *", channel: C0TEAM1 } }\n`;
  engine = await engineOn(await databases.fresh(), await programWith(midnight), {
    checks,
    now: clock.now,
  });
  clock.put("2099-01-01T05:00:00Z");
  await engine.cadences.tick();

  const [occurrence] = await ended(engine, 1);
  expect(occurrence).toMatchObject({ status: "done", period: { from: "2098-12-31" } });
});

test.each([
  {
    policy: "run_latest",
    statuses: ["skipped", "skipped", "done"],
    late: "Due 2026-10-15 08:00 EDT, 1 h 30 min late: Countercheck was not running then. 2 earlier ones were missed too and are skipped; run one by hand with its window.",
  },
  {
    policy: "run_all",
    statuses: ["done", "done", "done"],
    late: "Due 2026-10-15 08:00 EDT, 1 h 30 min late: Countercheck was not running then.",
  },
  {
    policy: "skip",
    statuses: ["skipped", "skipped", "skipped"],
    late: "Due 2026-10-15 08:00 EDT, 1 h 30 min late: Countercheck was not running then.",
  },
])("restarted after three due times, $policy", async ({ policy, statuses, late }) => {
  const options = await databases.fresh();
  const program = await programWith(daily(`, catch_up: ${policy}`));
  const clock = new Clock(before);
  const first = await engineOn(options, program, { checks, now: clock.now });
  await first.close();
  clock.put("2026-10-15T13:30:00Z");
  engine = await engineOn(options, program, { checks, now: clock.now });

  const rows = await ended(engine, 3);
  expect(rows.map(({ status }) => status)).toEqual(statuses);
  expect(rows.at(-1)?.late).toBe(late);
});

test("a clock that jumps back over a due time has nothing judged again", async () => {
  const clock = new Clock(before);
  engine = await engineOn(await databases.fresh(), await programWith(daily()), {
    checks,
    now: clock.now,
  });
  for (const at of ["2026-10-13T12:01:00Z", before, "2026-10-13T12:02:00Z"]) {
    clock.put(at);
    await engine.cadences.tick();
  }

  expect(await ended(engine, 1)).toHaveLength(1);
  expect(await toldBy(engine)).toEqual(["running", "done 1"]);
});

test("what a clock that ran ahead skipped is written down again in its time, though what comes after was judged", async () => {
  const clock = new Clock(before);
  engine = await engineOn(await databases.fresh(), await programWith(daily()), {
    checks,
    now: clock.now,
  });
  // Set four days ahead, the last of which is judged; then back, and not looked at again until after that.
  for (const at of ["2026-10-17T12:01:00Z", before, "2026-10-17T12:02:00Z"]) {
    clock.put(at);
    await engine.cadences.tick();
    await ended(engine, 1);
  }

  const rows = engine.store.db.selectFrom("occurrence").select(["due_at", "status"]);
  const known = await rows.orderBy("due_at").execute();
  expect(known.map(({ due_at: due, status }) => `${due.toISOString()} ${status}`)).toEqual([
    "2026-10-13T12:00:00.000Z skipped",
    "2026-10-14T12:00:00.000Z skipped",
    "2026-10-15T12:00:00.000Z skipped",
    "2026-10-16T12:00:00.000Z skipped",
    "2026-10-17T12:00:00.000Z done",
  ]);
});

test("what a clock that ran ahead wrote down is forgotten, and judged in its time", async () => {
  const options = await databases.fresh();
  const program = await programWith(daily(", catch_up: run_latest"));
  const clock = new Clock(before);
  // Nobody takes up work here, so that it stands as it was written down.
  const idle = await engineOn(options, program, { checks, now: clock.now });
  await idle.cadences.stop(0);
  clock.put("2026-12-13T13:30:00Z");
  await idle.cadences.tick();
  const ahead = await idle.store.db.selectFrom("occurrence").select("status").execute();
  await idle.close();
  clock.put("2026-10-13T11:30:00Z");
  engine = await engineOn(options, program, { checks, now: clock.now });
  const back = await engine.store.db.selectFrom("occurrence").select("status").execute();
  clock.put("2026-10-13T12:00:10Z");
  await engine.cadences.tick();

  expect([ahead.length, back.length]).toEqual([62, 0]);
  expect(await ended(engine, 1)).toMatchObject([
    { due_at: new Date("2026-10-13T12:00:00Z"), status: "done", late: null },
  ]);
});

test("one broken check is one result, whatever broke it, and each is told of with its fault", async () => {
  const clock = new Clock(before);
  const odd: Check = {
    ...counting,
    judge() {
      throw new TypeError("nothing is not a number");
    },
  };
  const misspelt: Check = { ...counting, measure: () => "SELECT amuont FROM commissions" };
  const without: Check = { ...counting, needs: { payouts: [] } };
  const program = await programWith(daily(", checks: null"));
  await program.write("exports/payouts.csv", "payout_id,status\npo_1,completed\n");
  engine = await engineOn(await databases.fresh(), program, {
    checks: new Map([...checks, ["odd", odd], ["misspelt", misspelt], ["without", without]]),
    now: clock.now,
  });
  clock.put("2026-10-13T12:00:30Z");
  await engine.cadences.tick();

  expect(await ended(engine, 1)).toMatchObject([{ status: "done" }]);
  expect(await concluded(engine)).toEqual({
    counting: "pass: 3 commissions.",
    misspelt: expect.stringMatching(/^error: The SQL cannot be answered: Binder Error: .*amuont/),
    odd: "error: A fault of Countercheck, not of your data: nothing is not a number The log has the rest; please report it.",
    without: expect.stringMatching(/^error: .*amount/),
  });
});

test("a cadence or a check that is gone from the configuration ends as failed, and says so", async () => {
  const options = await databases.fresh();
  const clock = new Clock(before);
  const program = await programWith(daily());
  const idle = await engineOn(options, program, { checks, now: clock.now });
  await idle.cadences.stop(0);
  await idle.store.transaction(async (trx) => {
    const asked = { period: parsePeriod("2026-10-12", "UTC"), channel: "C0TEAM1", askedBy: "U1" };
    await idle.cadences.ask(trx, { ...asked, cadence: "nightly", onlyCheck: null });
  });
  await idle.store.transaction(async (trx) => {
    const asked = { period: parsePeriod("2026-10-12", "UTC"), channel: "C0TEAM1", askedBy: "U1" };
    await idle.cadences.ask(trx, { ...asked, cadence: "daily", onlyCheck: "countin" });
  });
  await idle.close();
  engine = await engineOn(options, program, { checks, now: clock.now });

  expect(
    (await ended(engine, 2))
      .map(({ status, failure }) => `${status}: ${failure}`)
      .toSorted((a, b) => a.localeCompare(b)),
  ).toEqual([
    'failed: Cadence "nightly" is no longer in the configuration, so there is nothing to judge; put it back, or ask for one that is there.',
    'failed: There is no check "countin". Did you mean counting?',
  ]);
});

test("a window that is not closed is refused, not judged again and again", async () => {
  const clock = new Clock(before);
  engine = await engineOn(await databases.fresh(), await programWith(daily()), {
    checks,
    now: clock.now,
  });
  const tomorrow = DateTime.utc().plus({ days: 1 }).toISODate();
  await engine.store.transaction(async (trx) => {
    const period = parsePeriod(tomorrow, "UTC");
    const asked = { cadence: "daily", onlyCheck: null, period, channel: "C0TEAM1", askedBy: "U1" };
    await engine?.cadences.ask(trx, asked);
  });

  const [occurrence] = await ended(engine, 1);
  expect(occurrence?.status).toBe("failed");
  expect(occurrence?.failure).toMatch(
    /^Window .* is not closed yet: .* Ask for days that are over\.$/,
  );
});

test("twenty checks of one dataset capture one export", async () => {
  const clock = new Clock(before);
  const program = await programWith(daily());
  const twenty = Array.from({ length: 20 }, (_, index) => [`c${index}`, counting] as const);
  engine = await engineOn(await databases.fresh(), program, {
    checks: new Map(twenty),
    now: clock.now,
  });
  clock.put("2026-10-13T12:00:30Z");
  await engine.cadences.tick();
  await ended(engine, 1);

  expect(Object.keys(await concluded(engine))).toHaveLength(20);
  const kept = await readdir(join(program.folder, "data", "artifacts"), { recursive: true });
  expect(kept.filter((name) => name.endsWith(".manifest.json"))).toHaveLength(1);
});
