import { DateTime } from "luxon";
import { expect, test } from "vitest";

import type { DaysOff } from "#model/cadence.ts";
import { dueBetween, nextDue } from "#model/due.ts";

const never: DaysOff = { weekdays: [], dates: [] };

/** What is due between two instants, as the clock on the wall shows it. */
function due(cron: string, timezone: string, from: string, to: string, daysOff = never): string[] {
  const zone = { zone: timezone };
  return dueBetween(
    { cron, timezone, daysOff },
    DateTime.fromISO(from, zone),
    DateTime.fromISO(to, zone),
  ).map((at) => at.toISO({ suppressMilliseconds: true, suppressSeconds: true }) ?? "");
}

test("a time that does not exist is the next instant that does", () => {
  expect(due("30 2 * * *", "America/New_York", "2026-03-07T12:00", "2026-03-09T12:00")).toEqual([
    "2026-03-08T03:00-04:00",
    "2026-03-09T02:30-04:00",
  ]);
});

test("a time that occurs twice is its first", () => {
  expect(due("30 1 * * *", "America/New_York", "2026-10-31T12:00", "2026-11-02T12:00")).toEqual([
    "2026-11-01T01:30-04:00",
    "2026-11-02T01:30-05:00",
  ]);
});

test("a day whose midnight does not exist begins when its clock does", () => {
  expect(due("0 0 * * *", "Africa/Cairo", "2026-04-23T12:00", "2026-04-25T12:00")).toEqual([
    "2026-04-24T01:00+03:00",
    "2026-04-25T00:00+03:00",
  ]);
});

test("clocks that change by half an hour neither lose nor double a time", () => {
  expect(due("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00", "2026-10-05T12:00")).toEqual([
    "2026-10-04T02:30+11:00",
    "2026-10-05T02:15+11:00",
  ]);
});

test("the last day of a month is its last", () => {
  expect(due("0 18 L * *", "UTC", "2026-01-31T18:00", "2026-04-01T00:00")).toEqual([
    "2026-02-28T18:00Z",
    "2026-03-31T18:00Z",
  ]);
});

test("the beginning is left out, the end belongs to it", () => {
  expect(due("0 8 * * *", "UTC", "2026-10-01T08:00", "2026-10-02T08:00")).toEqual([
    "2026-10-02T08:00Z",
  ]);
});

test("what is due on a day off is due on the next that is not, once", () => {
  const weekend = { weekdays: [6, 7], dates: ["2026-10-12"] };

  expect(due("0 8 * * *", "UTC", "2026-10-09T12:00", "2026-10-14T12:00", weekend)).toEqual([
    "2026-10-13T08:00Z",
    "2026-10-14T08:00Z",
  ]);
});

test("days off may follow each other for longer than there are of them", () => {
  const august = { weekdays: [6, 7], dates: [3, 4, 5, 6, 7].map((day) => `2026-08-0${day}`) };

  expect(due("0 8 1 * *", "UTC", "2026-08-09T12:00", "2026-08-12T12:00", august)).toEqual([
    "2026-08-10T08:00Z",
  ]);
});

test("the next time may be years away", () => {
  const leapDay = { cron: "0 8 29 2 *", timezone: "UTC", daysOff: never };

  expect(nextDue(leapDay, DateTime.utc(2026, 1, 1))?.toISODate()).toBe("2028-02-29");
});
