import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, expect, test } from "vitest";
import type { DuckDBConnection } from "@duckdb/node-api";

import { gapByDay } from "#reconcile/gap-by-day.ts";

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(":memory:")).connect();
});

type Row = readonly [cause: string | null, amount: string, dated: string | null];

/** What the records of `contribution` come to day by day in the last week of October, asked in a timezone. */
async function told(timezone: string, rows: readonly Row[]) {
  await connection.run(
    "CREATE OR REPLACE TEMP TABLE contribution (cause VARCHAR, contribution DECIMAL(38, 10), dated VARCHAR)",
  );
  const text = (value: string | null): string => (value === null ? "NULL" : `'${value}'`);
  for (const row of rows) {
    await connection.run(`INSERT INTO contribution VALUES (${row.map(text).join(", ")})`);
  }
  const window = { from: "2026-10-25", to: "2026-10-31", timezone };
  const parts = await gapByDay(connection, "dated", window);
  return parts.map(({ day, cause, amount, rows: count }) => [day, cause, Number(amount), count]);
}

test("each cause is summed by the day its records have in the timezone asked for", async () => {
  const rows: Row[] = [
    ["unpaid", "-7.25", "2026-10-30T03:59:59Z"],
    ["unpaid", "-2.50", "2026-10-30T04:00:00Z"],
    ["unpaid", "-0.25", "2026-10-30T23:10:00Z"],
    ["rounding", "0.01", "2026-10-30T12:00:00Z"],
  ];

  expect(await told("America/New_York", rows)).toEqual([
    ["2026-10-29", "unpaid", -7.25, 1],
    ["2026-10-30", "rounding", 0.01, 1],
    ["2026-10-30", "unpaid", -2.75, 2],
  ]);
  expect(await told("Asia/Kathmandu", rows.slice(0, 2))).toEqual([
    ["2026-10-30", "unpaid", -9.75, 2],
  ]);
});

test("a calendar date is its own day in every timezone", async () => {
  expect(await told("Pacific/Kiritimati", [["fee", "-15", "2026-10-26"]])).toEqual([
    ["2026-10-26", "fee", -15, 1],
  ]);
});

test("what is dated before the thirty days, after the window or never is summed without a day", async () => {
  const rows: Row[] = [
    ["unpaid", "-1", "2026-10-01T23:59:00Z"],
    ["unpaid", "-2", "2026-10-02T00:00:00Z"],
    ["unpaid", "-4", "2026-11-01T00:00:00Z"],
    ["unpaid", "-8", null],
    [null, "16", "2026-10-31T23:59:59Z"],
  ];

  expect(await told("UTC", rows)).toEqual([
    ["2026-10-02", "unpaid", -2, 1],
    ["2026-10-31", null, 16, 1],
    [null, "unpaid", -13, 3],
  ]);
});
