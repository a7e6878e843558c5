import { DuckDBInstance } from "@duckdb/node-api";
import type { DuckDBConnection } from "@duckdb/node-api";
import { DateTime } from "luxon";
import { afterAll, beforeAll, expect, test } from "vitest";

import { dateSql, isDateSql, timeSql } from "#exports/times-sql.ts";
import { literal, rowsOf } from "#reconcile/sql.ts";

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create();
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

async function times(texts: readonly string[], timezone = "UTC") {
  const values = texts.map((text, at) => `(${at}, ${literal(text)})`).join(", ");
  const rows = await rowsOf(
    connection,
    `SELECT ${timeSql("x", "trim(x)", timezone)} AS time, ${isDateSql("x")} AS is_date, ${dateSql("x")} AS date
    FROM (VALUES ${values}) AS t(place, x) ORDER BY place`,
  );
  return rows as { time: string | null; is_date: boolean; date: string | null }[];
}

const accepted: Readonly<Record<string, string>> = {
  "2026-10-31T23:59:59Z": "2026-10-31 23:59:59",
  "2026-10-31 23:59:59Z": "2026-10-31 23:59:59",
  "2026-10-31T23:59:59": "2026-10-31 23:59:59",
  "2026-10-31 23:59:59": "2026-10-31 23:59:59",
  " 2026-10-31T23:59:59Z ": "2026-10-31 23:59:59",
  "2026-10-31T23:59": "2026-10-31 23:59:00",
  "2026-10-31 23:59Z": "2026-10-31 23:59:00",
  "2026-10-31T23:59:59.5Z": "2026-10-31 23:59:59.5",
  "2026-10-31T23:59:59.123456789Z": "2026-10-31 23:59:59.123456",
  "2026-10-31T23:59:59+02:00": "2026-10-31 21:59:59",
  "2026-10-31T23:59:59.25-0530": "2026-11-01 05:29:59.25",
  "2026-10-31 23:59+14:00": "2026-10-31 09:59:00",
  "1969-12-31T23:59:59Z": "1969-12-31 23:59:59",
  "2024-02-29T00:00:00Z": "2024-02-29 00:00:00",
  "2026-10-31": "2026-10-31 00:00:00",
};

test("times of every accepted form are their instant in UTC", async () => {
  const texts = Object.keys(accepted);

  const found = await times(texts);

  expect(Object.fromEntries(texts.map((text, at) => [text, found[at]?.time]))).toEqual(accepted);
  expect(texts.filter((_, at) => found[at]?.is_date)).toEqual(["2026-10-31"]);
  expect(found.at(-1)?.date).toBe("2026-10-31");
});

const refused = [
  "infinity",
  "epoch",
  "now",
  "2026-1-7",
  "2026-02-30",
  "2026-02-29T10:00:00Z",
  "2026-13-01",
  "2026-10-31T25:00:00Z",
  "2026-10-31T24:30:00Z",
  "2026-10-31T23:60:00Z",
  "2026-10-31T23:59:61Z",
  "2026-10-31T23:59:59z",
  "2026-10-31t23:59:59Z",
  "2026-10-31T23:59:59 UTC",
  "2026-10-31T23:59:59+25:00",
  "2026-10-31T23:59:59+2",
  "2026-10-31T23",
  "2026-10-31Z",
  "20261031",
  "31.10.2026",
  "10/31/2026",
  "2026-10-31T 1:59:59Z",
  "2026-10-31T23:59:5.Z",
  "2026-10-31T23:59:59.Z",
  "-026-10-31T23:59:59Z",
  "2026-10-31 (BC)",
  "1790000000",
];

test.each(refused)("%s is no time", async (text) => {
  expect(await times([text])).toMatchObject([{ time: null }]);
});

test("the shape that is told without a pattern lets nothing pass that the pattern would not", async () => {
  const base = "2026-10-17T11:22:33Z";
  const strays = [" ", "+", "-", ".", "x", "0", "1", "9", ":", "_", "T", "Z", "\t", "\n", "٣"];
  const texts = new Set<string>();
  for (let at = 1; at < base.length; at += 1) {
    for (const first of strays) {
      for (const second of strays)
        texts.add(base.slice(0, at) + first + second + base.slice(at + 2));
    }
  }
  const strict =
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[T ](([01]\d|2[0-3]):[0-5]\d:[0-5]\d|24:00:00)(\.\d+)?Z?$/;
  const list = [...texts].filter((text) => text === text.trim());

  const found = await times(list);

  expect(list.filter((text, at) => found[at]?.time !== null && !strict.test(text))).toEqual([]);
  expect(found.filter(({ time }) => time !== null).length).toBeGreaterThan(50);
});

test("a local time is read in the source's timezone, the first of two, a skipped one after the gap", async () => {
  const found = await times(
    [
      "2026-07-01 12:00:00",
      "2026-11-01 00:59:59",
      "2026-11-01 01:30:00",
      "2026-11-01T01:30",
      "2026-11-01 02:00:00",
      "2026-03-08 02:30:00",
      "2026-11-01",
      "2026-11-01 01:30:00-05:00",
    ],
    "America/New_York",
  );

  expect(found.map(({ time }) => time)).toEqual([
    "2026-07-01 16:00:00",
    "2026-11-01 04:59:59",
    "2026-11-01 05:30:00",
    "2026-11-01 05:30:00",
    "2026-11-01 07:00:00",
    "2026-03-08 07:30:00",
    "2026-11-01 00:00:00",
    "2026-11-01 06:30:00",
  ]);
});

test.each([
  "Australia/Lord_Howe",
  "Europe/Berlin",
  "Africa/Casablanca",
  "Asia/Kathmandu",
  "America/St_Johns",
])("local times of %s come back from their instants, all through a year", async (zone) => {
  const start = DateTime.fromISO("2026-01-01T00:00:00", { zone });
  const instants = Array.from({ length: 8760 * 2 }, (_, half) =>
    start.plus({ minutes: half * 30 }),
  );
  const local = instants.map((at) => at.toFormat("yyyy-MM-dd HH:mm:ss"));

  const found = await times(local, zone);

  const seen = new Set<string>();
  const firsts = instants.map((at, index) => {
    const again = seen.has(local[index] ?? "");
    seen.add(local[index] ?? "");
    return again ? null : at.toUTC().toFormat("yyyy-MM-dd HH:mm:ss");
  });
  const wrong = firsts.flatMap((first, index) =>
    first === null || found[index]?.time === first
      ? []
      : [[local[index], first, found[index]?.time]],
  );
  expect(wrong).toEqual([]);
});
