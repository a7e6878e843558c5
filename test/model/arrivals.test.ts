import { DateTime } from "luxon";
import { expect, test } from "vitest";

import { expectedSince } from "#model/arrivals.ts";

const timezone = "America/New_York";
const hour = 3_600_000;
// Clocks go back on the first of November.
const monday = DateTime.fromISO("2026-10-05T00:00:00", { zone: timezone });

/** A shop that sells twelve an hour on working days from nine to five, by its own clock. */
function isOpen(at: DateTime): boolean {
  return at.weekday <= 5 && at.hour >= 9 && at.hour < 17;
}

function salesFor(weeks: number): { hours: Map<number, number>; end: DateTime } {
  const hours = new Map<number, number>();
  const end = monday.plus({ weeks });
  for (let at = monday.toUTC(); at < end; at = at.plus({ hours: 1 })) {
    if (isOpen(at.setZone(timezone))) hours.set(at.toMillis() / hour, 12);
  }
  return { hours, end };
}

test("so many are expected as the hours since the newest usually bring", () => {
  const { hours } = salesFor(6);
  const newest = DateTime.fromISO("2026-11-12T10:00:00", { zone: timezone });
  const since = (iso: string) =>
    expectedSince(hours, { newest, now: DateTime.fromISO(iso, { zone: timezone }), timezone });

  expect(since("2026-11-12T10:30:00")).toBeCloseTo(6, 9);
  expect(since("2026-11-12T11:00:00")).toBeCloseTo(12, 9);
  expect(since("2026-11-13T09:00:00")).toBeCloseTo(84, 9);
});

test("before four weeks nothing is expected", () => {
  const { hours, end } = salesFor(4);
  const asked = { now: end, timezone };

  expect(
    expectedSince(hours, { ...asked, newest: monday.plus({ weeks: 4, days: -3 }) }),
  ).toBeNull();
  expect(
    expectedSince(hours, { ...asked, newest: monday.plus({ weeks: 4, hours: 9 }) }),
  ).not.toBeNull();
});

test("nights, weekends and the end of daylight saving time are no silence", () => {
  const { hours } = salesFor(7);
  let most = 0;
  let newest = monday;
  for (let at = monday.toUTC(); at < monday.plus({ weeks: 7 }); at = at.plus({ minutes: 15 })) {
    const local = at.setZone(timezone);
    if (isOpen(local)) newest = local;
    if (at.minute === 0) {
      most = Math.max(most, expectedSince(hours, { newest, now: at, timezone }) ?? 0);
    }
  }

  // A quarter of an hour is never sold in.
  expect(most).toBeCloseTo(3, 9);
});

test("one week that was far busier is not the usual", () => {
  const { hours } = salesFor(6);
  for (const at of hours.keys())
    if (at * hour > monday.plus({ weeks: 5 }).toMillis()) hours.set(at, 600);
  const newest = monday.plus({ weeks: 6, hours: 9 });

  expect(expectedSince(hours, { newest, now: newest.plus({ hours: 1 }), timezone })).toBeCloseTo(
    12,
    9,
  );
});
