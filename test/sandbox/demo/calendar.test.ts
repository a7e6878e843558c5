import { expect, test } from "vitest";

import { addMonths, daysOf, localDate, monthsUntil, utcMonth } from "#sandbox/demo/calendar.ts";

test("three months end with the one asked for, across a year too", () => {
  expect(monthsUntil("2026-01")).toEqual(["2025-11", "2025-12", "2026-01"]);
  expect(addMonths("2026-12", 1)).toBe("2027-01");
  expect(() => monthsUntil("October")).toThrow('"October" is not a month');
});

test("days begin at midnight in New York, also where the clock is put back", () => {
  const november = daysOf("2026-11");
  expect(november).toHaveLength(30);
  expect(new Date(november[0]?.start ?? 0).toISOString()).toBe("2026-11-01T04:00:00.000Z");
  expect(new Date(november[1]?.start ?? 0).toISOString()).toBe("2026-11-02T05:00:00.000Z");
  expect(november.filter(({ lastOfMonth }) => lastOfMonth).map(({ date }) => date)).toEqual([
    "2026-11-30",
  ]);
});

test("an evening in New York is the next month in UTC", () => {
  const evening = Date.parse("2026-10-01T01:12:40Z");
  expect(localDate(evening)).toBe("2026-09-30");
  expect(utcMonth(evening)).toBe("2026-10");
});
