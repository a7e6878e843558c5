import { afterAll, beforeAll, expect, test } from "vitest";

import type { Check } from "#check.ts";
import { serverDatabases } from "../store/databases.ts";
import type { Databases } from "../store/databases.ts";
import { Clock, counting, ended, engineOn, programWith, toldBy } from "./engine.ts";

let databases: Databases;
beforeAll(async () => {
  databases = await serverDatabases();
}, 120_000);
afterAll(() => databases.stop());

test("two engines on one PostgreSQL judge each due instant once, and tell its end once", async () => {
  const options = await databases.fresh();
  const program = await programWith(
    `cadences: { daily: { channel: C0TEAM1, catch_up: run_all }, weekly: { channel: C0TEAM1 } }\n`,
  );
  const measured: string[] = [];
  const watched: Check = {
    ...counting,
    cadence: "always",
    measure(_, { period }) {
      measured.push(`${period.from}..${period.to}`);
      return "SELECT count(*) AS number FROM commissions";
    },
  };
  // The second clock is a second behind, and both jump about.
  const [ahead, behind] = [new Clock("2026-10-11T11:00:00Z"), new Clock("2026-10-11T10:59:59Z")];
  const parts = { checks: new Map([["watched", watched]]) };
  const left = await engineOn(options, program, { ...parts, now: ahead.now });
  const right = await engineOn(options, program, { ...parts, now: behind.now });
  for (const day of ["12", "14", "13", "15"]) {
    ahead.put(`2026-10-${day}T14:00:01Z`);
    behind.put(`2026-10-${day}T14:00:00Z`);
    await Promise.all([left.cadences.tick(), right.cadences.tick()]);
  }

  const rows = await ended(left, 6);
  expect(
    rows.map(({ cadence, due_at: due, status }) => `${cadence} ${due.toISOString()} ${status}`),
  ).toEqual([
    "daily 2026-10-11T12:00:00.000Z done",
    "daily 2026-10-12T12:00:00.000Z done",
    "weekly 2026-10-12T12:30:00.000Z done",
    "daily 2026-10-13T12:00:00.000Z done",
    "daily 2026-10-14T12:00:00.000Z done",
    "daily 2026-10-15T12:00:00.000Z done",
  ]);
  const days = ["10", "11", "12", "13", "14"].map((day) => `2026-10-${day}..2026-10-${day}`);
  expect(measured.toSorted()).toEqual(["2026-10-05..2026-10-11", ...days]);
  expect((await toldBy(left)).toSorted().toReversed()).toEqual([
    ...Array<string>(6).fill("running"),
    ...Array<string>(6).fill("done 1"),
  ]);
  await left.close();
  await right.close();
}, 120_000);
