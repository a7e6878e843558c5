import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";

import { periodEnd, periodStart } from "#reconcile/period-sql.ts";
import { rowsOf } from "#reconcile/sql.ts";

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();

test.each([
  ["2026-02", "2026-02-01", "2026-02-28"],
  ["2026-Q4", "2026-10-01", "2026-12-31"],
  ["2026", "2026-01-01", "2026-12-31"],
  ["2026-W53", "2026-12-28", "2027-01-03"],
  ["2026-10-05", "2026-10-05", "2026-10-05"],
  ["2026-10-05..2026-10-20", "2026-10-05", "2026-10-20"],
  ["2026-13", null, null],
  ["2026-Qx", null, null],
  ["October", null, null],
])("the period %s is %s to %s", async (period, from, to) => {
  const sql = `SELECT CAST(${periodStart("p")} AS VARCHAR) AS a, CAST(${periodEnd("p")} AS VARCHAR) AS b FROM (SELECT '${period}' AS p)`;

  expect(await rowsOf(connection, sql)).toEqual([{ a: from, b: to }]);
});
