import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";

import { hostSql, isHostOf } from "#reconcile/host-sql.ts";
import { rowsOf } from "#reconcile/sql.ts";

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();

async function asked(sql: string): Promise<unknown> {
  const [row] = await rowsOf(connection, `SELECT ${sql} AS answer`);
  return row?.["answer"];
}

test.each([
  ["https://www.Blog.example/post?x=1#y", "blog.example"],
  ["blog.example:8080/post", "blog.example"],
  ["//m.blog.example", "m.blog.example"],
  ["android-app://com.example.mail", "com.example.mail"],
  ["  ", null],
])("%s names the host %s", async (address, host) => {
  expect(await asked(hostSql(`'${address}'`))).toBe(host);
});

test.each([
  ["blog.example", true],
  ["m.blog.example", true],
  ["myblog.example", false],
  ["google.de", true],
  ["www.google.co.uk", true],
  ["notgoogle.de", false],
])("whether %s is one of blog.example and google: %s", async (host, isOne) => {
  expect(await asked(isHostOf(`'${host}'`, "['blog.example', 'google']"))).toBe(isOne);
});
