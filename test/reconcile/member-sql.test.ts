import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";

import { hasLeft, isInvited, isKey, isPrivileged } from "#reconcile/member-sql.ts";
import { rowsOf } from "#reconcile/sql.ts";

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();

async function asked(condition: string, column: string, word: string | null): Promise<unknown> {
  const value = word === null ? "NULL::VARCHAR" : `'${word}'`;
  const [row] = await rowsOf(
    connection,
    `SELECT ${condition} AS answer FROM (SELECT ${value} AS ${column})`,
  );
  return row?.["answer"];
}

test.each([
  ["owner", true],
  ["Account Admin", true],
  ["billing_admin", true],
  ["administrative assistant", false],
  ["analyst", false],
  [null, false],
])("whether the role %s may change everything: %s", async (role, may) => {
  expect(await asked(isPrivileged, "role", role)).toBe(may);
});

test("a status nobody knows, or none, is that of somebody still there", async () => {
  expect(await asked(hasLeft, "status", "Deactivated")).toBe(true);
  expect(await asked(hasLeft, "status", "on sabbatical")).toBe(false);
  expect(await asked(hasLeft, "status", null)).toBe(false);
  expect(await asked(isInvited, "status", "invited")).toBe(true);
});

test("a member without a kind is a person", async () => {
  expect(await asked(isKey, "kind", "API_KEY")).toBe(true);
  expect(await asked(isKey, "kind", null)).toBe(false);
});
