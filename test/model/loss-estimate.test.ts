import { DateTime } from "luxon";
import { expect, test } from "vitest";

import { lostIn as lostOrUntold } from "#model/loss-estimate.ts";
import type { Outage } from "#model/loss-estimate.ts";

/** What is lost where that can be told. */
function lostIn(...asked: Parameters<typeof lostOrUntold>) {
  const lost = lostOrUntold(...asked);
  return "untold" in lost ? null : lost;
}

const timezone = "Europe/Berlin";
const hour = 3_600_000;

/** Sixty an hour from eight to eight on working days, ten at any other time, times whatever is said of a day. */
function pastOf(until: string, of: (local: DateTime) => number = () => 1, weeks = 9) {
  const end = DateTime.fromISO(until, { zone: timezone }).toMillis() / hour;
  const hours = new Map<number, number>();
  for (let at = Math.floor(end) - weeks * 168; at < end; at += 1) {
    const local = DateTime.fromMillis(at * hour, { zone: timezone });
    const isBusy = local.weekday <= 5 && local.hour >= 8 && local.hour < 20;
    hours.set(at, Math.round((isBusy ? 60 : 10) * of(local)));
  }
  return { hours, first: Math.min(...hours.keys()), timezone };
}

function outage(from: string, to: string, more: Partial<Outage> = {}): Outage {
  const at = (local: string): number => DateTime.fromISO(local, { zone: timezone }).toMillis();
  return { from: at(from), to: at(to), share: 1, retried: 0, ...more };
}

test("so many are lost as the same hours of the week usually bring, parts of an hour by their length", () => {
  const past = pastOf("2026-09-16T10:30");

  const lost = lostIn([outage("2026-09-16T10:30", "2026-09-16T12:15")], past);

  expect(lost?.mean).toBeCloseTo(105, 6);
  expect(lost?.doubt).toBe(0);
  expect(
    lostIn([outage("2026-09-16T21:00", "2026-09-16T22:00")], pastOf("2026-09-16T21:00"))?.mean,
  ).toBe(10);
});

test("the hours of the week are those of the clock on the wall, also after it was put back", () => {
  // Clocks went back on 25 October: by UTC eight o'clock was seven.
  const lost = lostIn([outage("2026-10-28T19:00", "2026-10-28T21:00")], pastOf("2026-10-28T19:00"));

  expect(lost?.mean).toBeCloseTo(70, 6);
});

test("growth is followed, up to twice what is usual", () => {
  const from = DateTime.fromISO("2026-09-16T12:00", { zone: timezone });
  const growing = (local: DateTime): number => 1.05 ** -from.diff(local, "weeks").weeks;
  const exploding = (local: DateTime): number => (from.diff(local, "days").days < 14 ? 9 : 1);
  const lostAfter = (of: (local: DateTime) => number) =>
    lostIn([outage("2026-09-16T12:00", "2026-09-16T14:00")], pastOf("2026-09-16T12:00", of))?.mean;

  expect(lostAfter(growing)).toBeGreaterThan(114);
  expect(lostAfter(growing)).toBeLessThan(126);
  expect(lostAfter(exploding)).toBeCloseTo(240, 0);
});

test("one week of a campaign is not the usual", () => {
  const campaign = (local: DateTime): number => (local.weekNumber === 35 ? 5 : 1);

  const lost = lostIn(
    [outage("2026-09-16T12:00", "2026-09-16T14:00")],
    pastOf("2026-09-16T12:00", campaign),
  );

  expect(lost?.mean).toBeCloseTo(120, 6);
});

test("what failed in part is lost in part, and what is tried again by itself is not lost", () => {
  const past = pastOf("2026-09-16T12:00");
  const half = outage("2026-09-16T12:00", "2026-09-16T14:00", { share: 0.5, retried: 0.2 });

  const lost = lostIn([half], past);

  expect(lost?.mean).toBeCloseTo(48, 6);
  expect(lost?.passed).toBeCloseTo(60, 6);
});

test("days that differ among themselves leave more doubt", () => {
  const uneven = ({ ordinal, hour: at }: DateTime): number =>
    ((ordinal * 7 + (at >= 12 ? 3 : 0)) % 5) / 4 + 0.5;
  const asked = [outage("2026-09-16T12:00", "2026-09-16T14:00")];

  expect(lostIn(asked, pastOf("2026-09-16T12:00", uneven))?.doubt).toBeGreaterThan(0.05);
});

test("an earlier outage teaches nothing", () => {
  const ill = [outage("2026-09-16T00:00", "2026-09-16T12:00")];
  const broken = (local: DateTime): number => (local.toISODate() === "2026-09-16" ? 0 : 1);
  const past = { ...pastOf("2026-09-16T12:00", broken), ill };

  expect(lostIn([outage("2026-09-16T12:00", "2026-09-16T14:00")], past)?.mean).toBeCloseTo(120, 0);
});

test("records that end long before an outage say nothing of it", () => {
  const ended = (local: DateTime): number => (local.toFormat("MM-dd") < "09-16" ? 1 : 0);
  const asked = [outage("2026-09-16T12:00", "2026-09-16T14:00")];

  expect(lostOrUntold(asked, pastOf("2026-09-16T12:00", ended))).toEqual({ untold: "stale" });
  expect(
    lostIn(
      asked,
      pastOf("2026-09-16T12:00", (local) => (local.hour === 3 ? 0 : 1)),
    )?.mean,
  ).toBeCloseTo(120, 6);
});

test("before four weeks nothing can be told", () => {
  const asked = [outage("2026-09-16T12:00", "2026-09-16T14:00")];

  expect(
    lostIn(
      asked,
      pastOf("2026-09-16T12:00", () => 1, 4),
    ),
  ).toBeNull();
  expect(
    lostIn(
      asked,
      pastOf("2026-09-16T12:00", () => 1, 5),
    )?.mean,
  ).toBeCloseTo(120, 6);
  expect(lostIn([], pastOf("2026-09-16T12:00"))).toBeNull();
});
