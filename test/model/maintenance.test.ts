import fc from "fast-check";
import { DateTime } from "luxon";
import { expect, test } from "vitest";

import type { Maintenance } from "#model/endpoint.ts";
import { beginningsOf, maintenanceRule } from "#model/maintenance-rule.ts";
import { maintenanceAt } from "#model/maintenance.ts";

const minute = 60_000;

/** When a rule begins between two days, as the clock on the wall shows it. */
function begins(rule: string, timezone: string, from: string, to: string): string[] {
  const at = (day: string): DateTime => DateTime.fromISO(day, { zone: timezone });
  return beginningsOf({ rule, timezone }, at(from), at(to)).map(
    (instant) =>
      DateTime.fromMillis(instant, { zone: timezone }).toISO({
        suppressMilliseconds: true,
        suppressSeconds: true,
      }) ?? "",
  );
}

const sundays = "FREQ=WEEKLY;BYDAY=SU;BYHOUR=2;BYMINUTE=30";

test.each([
  ["a rule", sundays],
  ["a cron expression", "30 2 * * 0"],
])(
  "%s in the night in which the clock goes forward begins at the next time there is",
  (_, rule) => {
    expect(begins(rule, "America/New_York", "2026-03-01", "2026-03-16")).toEqual([
      "2026-03-01T02:30-05:00",
      "2026-03-08T03:00-04:00",
      "2026-03-15T02:30-04:00",
    ]);
  },
);

test.each([
  ["a rule", "FREQ=DAILY;BYHOUR=1;BYMINUTE=30"],
  ["a cron expression", "30 1 * * *"],
])("%s at a time that occurs twice begins at its first", (_, rule) => {
  expect(begins(rule, "America/New_York", "2026-10-31", "2026-11-03")).toEqual([
    "2026-10-31T01:30-04:00",
    "2026-11-01T01:30-04:00",
    "2026-11-02T01:30-05:00",
  ]);
});

test("a rule counts from its beginning, and ends when it says", () => {
  const rule = (more: string): string => `DTSTART:20260105T220000 RRULE:FREQ=WEEKLY;${more}`;
  expect(begins(rule("INTERVAL=2;COUNT=3"), "Europe/Berlin", "2026-01-01", "2027-01-01")).toEqual([
    "2026-01-05T22:00+01:00",
    "2026-01-19T22:00+01:00",
    "2026-02-02T22:00+01:00",
  ]);
  // In UTC, as calendars write it: 22:00 in Berlin is 21:00 there.
  expect(
    begins(rule("UNTIL=20260119T205959Z"), "Europe/Berlin", "2026-01-01", "2027-01-01"),
  ).toEqual(["2026-01-05T22:00+01:00", "2026-01-12T22:00+01:00"]);
  expect(begins(rule("UNTIL=20260119"), "Europe/Berlin", "2026-01-01", "2027-01-01")).toHaveLength(
    3,
  );
});

test("the last working day of a month needs no beginning", () => {
  const rule = "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=18";
  expect(begins(rule, "UTC", "2026-01-01", "2026-04-01")).toEqual([
    "2026-01-30T18:00Z",
    "2026-02-27T18:00Z",
    "2026-03-31T18:00Z",
  ]);
});

test.each([
  ["hello", "no time of maintenance"],
  ["0 2 * *", "no time of maintenance"],
  ["FREQ=WEEKLY;BYDAY=SO;BYHOUR=2", '"SO" is nothing that BYDAY can be'],
  ["FREQ=DAILY;BYHOURS=2", 'no part "BYHOURS"'],
  ["FREQ=DAILY;BYHOUR=24", '"24" is nothing that BYHOUR can be'],
  ["FREQ=FORTNIGHTLY", '"FORTNIGHTLY" is nothing that FREQ can be'],
  ["BYHOUR=2", "says no FREQ"],
  ["FREQ=WEEKLY;BYDAY=SU;BYHOUR=2;INTERVAL=2", "does not say from when its INTERVAL counts"],
  ["FREQ=WEEKLY;BYHOUR=2", "does not say on which day"],
  ["FREQ=YEARLY;BYDAY=1SU;BYHOUR=2", "does not say in which month"],
  ["FREQ=DAILY", "does not say at which hour"],
  ["DTSTART:2026-01-05 FREQ=DAILY", "is not written like DTSTART:20260104T020000"],
  ["DTSTART:20260104T020000 FREQ=DAILY;COUNT=1;UNTIL=20260105", "COUNT or UNTIL, not both"],
])("%s is refused with what is wrong and what may be written", (rule, message) => {
  const [issue] = maintenanceRule.safeParse(rule).error?.issues ?? [];
  expect(issue?.message).toContain(message);
  expect(issue?.message).toContain("; write a cron expression like");
});

const nightly: Maintenance = {
  rule: "0 2 * * *",
  timezone: "UTC",
  duration: 30 * minute,
  reason: "backup",
};
const at = (text: string): number => Date.parse(text);

test("it goes on from its beginning until just before its end", () => {
  const endpoint = { maintenance: [nightly] };
  const until = at("2026-11-02T02:30:00Z");
  expect(maintenanceAt(endpoint, [], at("2026-11-02T01:59:59.999Z"))).toBeNull();
  expect(maintenanceAt(endpoint, [], at("2026-11-02T02:00:00Z"))).toEqual({
    until,
    reason: "backup",
  });
  expect(maintenanceAt(endpoint, [], until - 1)).toEqual({ until, reason: "backup" });
  expect(maintenanceAt(endpoint, [], until)).toBeNull();
});

test("one that is longer than its interval never ends, and of several the last to end is told", () => {
  const long = { ...nightly, duration: 25 * 60 * minute, reason: "a move" };
  const endpoint = { maintenance: [nightly, long] };
  expect(maintenanceAt(endpoint, [], at("2026-11-02T02:10:00Z"))).toEqual({
    until: at("2026-11-03T03:00:00Z"),
    reason: "a move",
  });
  const declared = {
    from: at("2026-11-02T00:00:00Z"),
    to: at("2026-11-05T00:00:00Z"),
    reason: "x",
  };
  expect(maintenanceAt(endpoint, [declared], at("2026-11-02T02:10:00Z"))?.reason).toBe("x");
});

test("in every zone a nightly half hour is found once each day, whichever way the clock is changed", () => {
  const zones = Intl.supportedValuesOf("timeZone");
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 2000, max: 2040 }),
      fc.constantFrom("30 2 * * *", "FREQ=DAILY;BYHOUR=2;BYMINUTE=30"),
      (timezone, year, rule) => {
        const from = DateTime.fromObject({ year, month: 3, day: 1 }, { zone: timezone });
        const found = beginningsOf({ rule, timezone }, from, from.plus({ days: 40 }));
        const days = found.map((instant) =>
          DateTime.fromMillis(instant, { zone: timezone }).toISODate(),
        );
        expect(new Set(days).size).toBe(found.length);
        expect(found.length).toBeGreaterThanOrEqual(39);
      },
    ),
    { numRuns: 60 },
  );
});
