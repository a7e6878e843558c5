import * as fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";

import { spans } from "#model/history.ts";
import { looksOf } from "#model/tally.ts";
import { stepsOf, totalsOf } from "#watch/history/read.ts";

import { oneStore } from "../../slack/open-store.ts";
import { historyIn, keep, seen } from "./open-history.ts";

const store = oneStore();
const begin = Date.parse("2026-10-28T22:00:00Z");
const days = 5 * spans.day;

test("whatever was put on pages meanwhile, a window holds the looks that began in it", async () => {
  const minutes = fc.nat(days / spans.minute);
  await fc.assert(
    fc.asyncProperty(
      fc.array(minutes, { minLength: 1, maxLength: 60 }),
      fc.array(minutes, { maxLength: 4 }),
      fc.array(fc.tuple(minutes, minutes), { minLength: 5, maxLength: 5 }),
      async (looks, tidied, windows) => {
        await sql`TRUNCATE endpoint_minute, endpoint_history`.execute(store().db);
        const history = historyIn(store(), "2026-10-28");
        const recorder = history.recorder();
        const upkeep = history.upkeep();
        const ordered = [
          ...looks.map((at) => ({ at, isLook: true })),
          ...tidied.map((at) => ({ at, isLook: false })),
        ].toSorted((one, other) => one.at - other.at);
        for (const { at, isLook } of ordered) {
          history.clock.at = begin + at * spans.minute;
          if (isLook) recorder.record("shop", seen(history.clock.at));
          await recorder.flush();
          if (!isLook) await upkeep.tick();
        }
        expect(history.faults).toEqual([]);
        for (const [one, other] of windows) {
          // Minutes are known for two days, then hours.
          const now = history.clock.at;
          const ends = [one, other].map((minute) => {
            const at = begin + minute * spans.minute;
            return now - at > keep.minutes ? at - (at % spans.hour) : at;
          });
          const [from, to] = [Math.min(...ends), Math.max(...ends)];
          const inside = looks.filter((minute) => {
            const at = begin + minute * spans.minute;
            return at >= from && at < to;
          });
          const totals = await totalsOf({ from, to }, history.reading());
          const told = totals.get("shop");
          expect(told ? looksOf(told) : 0).toBe(inside.length);
        }
        const steps = await stepsOf(
          "shop",
          { from: begin, to: begin + days, step: 6 * spans.hour },
          history.reading(),
        );
        const inWindow = looks.filter((minute) => minute < days / spans.minute);
        expect(steps.reduce((sum, { tally }) => sum + looksOf(tally), 0)).toBe(inWindow.length);
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);

test("of an endpoint that is not asked for nothing is told, and of none nothing at all", async () => {
  const history = historyIn(store(), "2026-11-01T00:00:00Z");
  const recorder = history.recorder();
  for (const id of ["one", "other"]) recorder.record(id, seen(history.clock.at));
  await recorder.flush();
  const window = { from: history.clock.at, to: history.clock.at + spans.hour };

  const one = await totalsOf({ ...window, endpoints: ["one"] }, history.reading());
  expect([...one.keys()]).toEqual(["one"]);
  expect((await totalsOf({ ...window, endpoints: [] }, history.reading())).size).toBe(0);
});
