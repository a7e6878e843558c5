import { DateTime } from "luxon";
import { expect, test } from "vitest";

import { displayPeriod, lastPeriod, parsePeriod, periodsBefore } from "#model/period.ts";

const zone = "America/New_York";

test("a week of ISO 8601 is its Monday to its Sunday", () => {
  expect(parsePeriod("2026-W46", zone)).toEqual({
    from: "2026-11-09",
    to: "2026-11-15",
    span: "week",
    timezone: zone,
  });
  expect(displayPeriod(parsePeriod("2026-11-09..2026-11-15", zone))).toBe("2026-W46");
});

test("a week that a year does not have is refused", () => {
  expect(() => parsePeriod("2026-W54", zone)).toThrow("names a week that does not exist");
});

test.each([
  ["2026-10-31", "2026-10-30"],
  ["2026-10", "2026-09"],
  ["2026-W01", "2025-W52"],
  ["2026-10-01..2026-10-10", "2026-09-21..2026-09-30"],
])("before %s is %s", (window, before) => {
  expect(periodsBefore(parsePeriod(window, zone), 1).map(displayPeriod)).toEqual([before]);
});

test("months before are whole months whatever their length", () => {
  const periods = periodsBefore(parsePeriod("2026-03", zone), 2);

  expect(periods.map(({ from, to }) => [from, to])).toEqual([
    ["2026-02-01", "2026-02-28"],
    ["2026-01-01", "2026-01-31"],
  ]);
});

test("the last closed window is that of the zone, not of UTC", () => {
  const now = DateTime.fromISO("2026-11-02T03:00:00Z");

  expect(displayPeriod(lastPeriod(now, "day", zone))).toBe("2026-10-31");
  expect(displayPeriod(lastPeriod(now, "week", zone))).toBe("2026-W43");
  expect(displayPeriod(lastPeriod(now, "month", zone))).toBe("2026-10");
});
