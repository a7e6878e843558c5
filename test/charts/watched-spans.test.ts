import * as fc from "fast-check";
import { expect, test } from "vitest";

import { latencyChart } from "#charts/latency-chart.ts";
import { renderPng } from "#charts/png.ts";
import { uptimeChart } from "#charts/uptime-chart.ts";
import { shadeOf, shadesOf, timeTicks } from "#charts/watched-span.ts";
import type { WatchedSpan } from "#charts/watched-span.ts";
import { displayTally, displayUptime } from "#model/tally-words.ts";
import { emptyTally } from "#model/tally.ts";
import type { Tally } from "#model/tally.ts";

const [minute, hour] = [60_000, 3_600_000];
const from = Date.parse("2026-11-20T00:00:00Z");
const tallyOf = (changes: Partial<Tally> = {}): Tally => ({ ...emptyTally(), ...changes });
const looks = (up: number, down = 0) => [up, down, 0, 0, 0, 0, 0, 0, 0];
const spanOf = (tallies: readonly (Tally | null)[], endpoint = "shop"): WatchedSpan => ({
  endpoint,
  from,
  to: from + tallies.length * hour,
  step: hour,
  steps: tallies.flatMap((tally, at) => (tally ? [{ at: from + at * hour, tally }] : [])),
});

test("uptime is never rounded up to all of the time", () => {
  expect([1, 0.999_999, 0.9993, 0].map(displayUptime)).toEqual([
    "100 %",
    "99.99 %",
    "99.93 %",
    "0.00 %",
  ]);
});

test("a stretch is partly down while it was up for longer, and grey in maintenance", () => {
  const shades = [
    tallyOf({ looks: looks(9), up: hour }),
    tallyOf({ looks: looks(9, 1), up: 50 * minute, down: 10 * minute }),
    tallyOf({ looks: looks(1, 9), up: 10 * minute, down: 50 * minute }),
    tallyOf({ looks: looks(1, 9), up: 10 * minute, excused: 50 * minute }),
    tallyOf(),
  ].map(shadeOf);

  expect(shades).toEqual(["up", "partly", "down", "excused", "untold"]);
});

test("stretches alike that follow each other are one, those with a gap between them are two", () => {
  const up = tallyOf({ looks: looks(1), up: hour });
  const ends = shadesOf(spanOf([up, up, null, up])).map(({ at, end }) => (end - at) / hour);

  expect(ends).toEqual([2, 1]);
});

test("one line says what it came to", () => {
  const latency = new Map([
    [190, 18],
    [220, 2],
  ]);
  expect(displayTally(tallyOf({ looks: looks(20, 1), up: 99, down: 1, latency }))).toBe(
    "99.00 % up · p50 151 ms · p95 503 ms · 1 of 21 looks failed",
  );
  expect(displayTally(tallyOf())).toBe("nobody looked");
});

test("ticks lie on the zone's own clock, over the hour that is skipped too", () => {
  const before = Date.parse("2026-03-29T00:30:00+01:00");
  const ticks = timeTicks({ from: before, to: before + 6 * hour }, "Europe/Berlin");

  expect(ticks.map(({ text }) => text)).toContain("01:00");
  expect(ticks.every(({ text }) => /^\d\d:00$/.test(text))).toBe(true);
});

const tally: fc.Arbitrary<Tally | null> = fc.option(
  fc
    .record({ up: fc.nat(50), down: fc.nat(5), took: fc.nat(511), excused: fc.nat(hour) })
    .map(({ up, down, took, excused }) =>
      tallyOf({
        looks: looks(up, down),
        up: up * minute,
        down: down * minute,
        excused,
        latency: new Map(up > 0 ? [[took, up]] : []),
      }),
    ),
);

test("whatever was seen becomes a picture", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(tally, { minLength: 1, maxLength: 150 }),
      fc.string({ maxLength: 80 }),
      async (tallies, name) => {
        const span = spanOf(tallies, name);
        const [latency, uptime] = await Promise.all([
          renderPng(latencyChart(span, "America/New_York")),
          renderPng(uptimeChart([span, span], { title: name, timezone: "UTC" })),
        ]);
        expect(Buffer.from(latency.subarray(1, 4)).toString()).toBe("PNG");
        expect(Buffer.from(uptime.subarray(1, 4)).toString()).toBe("PNG");
      },
    ),
    { numRuns: 15 },
  );
});
