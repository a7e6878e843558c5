import { DuckDBInstance } from "@duckdb/node-api";
import { DateTime } from "luxon";
import { expect, onTestFinished, test } from "vitest";

import {
  assertClosed,
  boundsOf,
  displayWindow,
  lastClosedMonth,
  parseWindow,
  readTimezone,
} from "#model/window.ts";
import { timezoneLinks } from "#model/timezone-links.ts";

test("a month is its first to its last day", () => {
  expect(parseWindow("2028-02", "UTC")).toEqual({
    from: "2028-02-01",
    to: "2028-02-29",
    timezone: "UTC",
  });
});

test("a window starts and ends at midnight of its own zone, also across a clock change", () => {
  const { start, end } = boundsOf(parseWindow("2026-11", "America/New_York"));

  expect(start.toUTC().toISO()).toBe("2026-11-01T04:00:00.000Z");
  expect(end.toUTC().toISO()).toBe("2026-12-01T05:00:00.000Z");
});

test.each([
  ["2026-11-01", "America/Havana", "2026-11-01T04:00:00.000Z"],
  ["2026-10-25", "Atlantic/Azores", "2026-10-25T00:00:00.000Z"],
  ["2026-03-08", "America/Havana", "2026-03-08T05:00:00.000Z"],
  ["2026-10-05", "Australia/Lord_Howe", "2026-10-04T13:00:00.000Z"],
])(
  "%s in %s begins at its first instant, also when midnight comes twice or not at all",
  (text, zone, instant) => {
    expect(boundsOf(parseWindow(text, zone)).start.toUTC().toISO()).toBe(instant);
  },
);

test.each([
  ["2026-13", "names a day that does not exist"],
  ["2026-02-30..2026-03-01", "names a day that does not exist"],
  ["2026-10-31..2026-10-01", "ends before it starts"],
  ["0000-01", "lies before 1970"],
  ["0202-10-01..2026-10-31", "lies before 1970"],
  ["October", "is not a window"],
  ["", "is not a window"],
])("window %j is refused because it %s", (text, reason) => {
  expect(() => parseWindow(text, "UTC")).toThrow(reason);
});

test("a zone the tz database does not have is refused with an example", () => {
  expect(() => parseWindow("2026-10", "New York")).toThrow('"New York" is not a timezone');
});

test.each(["+14:00", "-05:00", "UTC+3", "PST", "Mars/Base", ""])("%j is no zone", (text) => {
  expect(() => readTimezone(text)).toThrow(`"${text}" is not a timezone of the tz database`);
});

test.each([
  ["america/new_york", "America/New_York"],
  ["us/eastern", "US/Eastern"],
  ["asia/kolkata", "Asia/Kolkata"],
  ["ETC/gmt+5", "Etc/GMT+5"],
  ["utc", "UTC"],
  ["gb", "GB"],
])("zone %s is %s in any case", (text, name) => {
  expect(readTimezone(text)).toBe(name);
  expect(parseWindow("2026-10", text).timezone).toBe(name);
});

test("DuckDB knows every zone that is accepted, and no zone of the tz database is refused", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  onTestFinished(() => instance.closeSync());
  const connection = await instance.connect();
  const known = await connection.runAndReadAll("SELECT name FROM pg_timezone_names()");
  const names = new Set(known.getRows().map(([name]) => String(name)));
  const accepted = [...Intl.supportedValuesOf("timeZone"), ...timezoneLinks].map(readTimezone);

  expect(accepted.filter((name) => !names.has(name))).toEqual([]);
  // What ICU has of its own beside the tz database.
  const foreign = /^(SystemV\/.*|[A-Z]{3}|Factory|Canada\/East-Saskatchewan|US\/Pacific-New)$/;
  const refused = [...names].filter((name) => !accepted.includes(name));
  expect(refused.filter((name) => !foreign.test(name))).toEqual([]);
});

test("a window is closed once its last day is over in its own zone", () => {
  const october = parseWindow("2026-10", "America/New_York");

  expect(() => assertClosed(october, DateTime.fromISO("2026-11-01T03:59:59Z"))).toThrow(
    "not closed yet",
  );
  expect(() => assertClosed(october, DateTime.fromISO("2026-11-01T04:00:00Z"))).not.toThrow();
});

test("the last closed month depends on where it is read", () => {
  const now = DateTime.fromISO("2026-11-01T02:00:00Z");

  expect(lastClosedMonth(now, "UTC")).toBe("2026-10");
  expect(lastClosedMonth(now, "America/New_York")).toBe("2026-09");
});

test("a whole month is shown as a month", () => {
  expect(displayWindow(parseWindow("2026-10", "UTC"))).toBe("2026-10");
  expect(displayWindow(parseWindow("2026-10-01..2026-10-30", "UTC"))).toBe(
    "2026-10-01..2026-10-30",
  );
  expect(displayWindow(parseWindow("2026-10-05", "UTC"))).toBe("2026-10-05");
});
