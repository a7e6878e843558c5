import { expect, test } from "vitest";

import { tablesNamed } from "#runs/sql-tables.ts";

test.each([
  ["SELECT * FROM Commissions c LEFT JOIN payouts USING (payout_id)", ["commissions", "payouts"]],
  ["WITH late AS (SELECT * FROM payouts) SELECT * FROM late", ["payouts"]],
  ["WITH a(x) AS MATERIALIZED (SELECT 1), b AS (FROM a) FROM b JOIN links ON true", ["links"]],
  ["SELECT 1 FROM range(10) JOIN read_csv('x') ON true", []],
  ["SELECT extract(year FROM created_at), trim(both FROM email) FROM payouts", ["payouts"]],
  ["SELECT 1 FROM payouts WHERE a IS DISTINCT FROM b", ["payouts"]],
  ["SELECT ' from nowhere' -- from here\nFROM payouts /* join there */", ["payouts"]],
  ['SELECT 1 FROM "commissions" JOIN main.payouts ON true', []],
  ["SELECT 1 FROM (SELECT 1 FROM links), lateral (SELECT 1)", ["links"]],
])("%s reads %j", (sql, tables) => {
  expect(tablesNamed(sql)).toEqual(tables);
});
