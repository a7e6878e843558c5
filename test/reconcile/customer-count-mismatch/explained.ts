import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll } from "vitest";

import { noCard } from "#model/card.ts";
import { customerCountMismatch } from "#reconcile/customer-count-mismatch/index.ts";
import { rowsOf } from "#reconcile/sql.ts";
import { october } from "../october.ts";
import { tableOf } from "../tables.ts";
import type { Row } from "../tables.ts";

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run("SET TimeZone = 'UTC'; SET threads = 1");
afterAll(() => connection.closeSync());

export interface Program {
  readonly conversions: readonly Row[];
  readonly customers: readonly Row[];
}

/** Columns the exports have; all unless given. */
export interface Available {
  readonly conversions?: readonly string[];
  readonly customers?: readonly string[];
}

/** Explains a program of literal rows. */
export async function explain(program: Program, context = october, available: Available = {}) {
  const { explanation } = await explainedOf(program, context, available);
  return explanation;
}

/** The cause of each conversion that adds no customer, by its id. */
export async function causesOf(program: Program, context = october) {
  const { rowsQuery } = await explainedOf(program, context, {});
  const rows = rowsQuery === null ? [] : await rowsOf(connection, rowsQuery);
  return Object.fromEntries(rows.map((row) => [row["id"], row["cause"]]));
}

async function explainedOf(program: Program, context: typeof october, available: Available) {
  const { conversions, customers } = program;
  const tables = {
    conversions: await tableOf(connection, "conversions", conversions, available.conversions),
    customers: await tableOf(connection, "customers", customers, available.customers),
  };
  return customerCountMismatch.explain({
    connection,
    tables,
    rates: null,
    context,
    card: noCard,
    sourceTimezone: "UTC",
    findings: [],
  });
}

export const ann: Row = {
  customer_id: "cu_1",
  email: "Ann@Example.com",
  external_id: "x1",
  created_at: "2026-08-01T00:00:00Z",
};
export const bob: Row = {
  ...ann,
  customer_id: "cu_2",
  email: "bob@example.com",
  external_id: "x2",
};

/** Ann's conversion at noon of the tenth, unless given otherwise. */
export function conversion(id: string, given: Row = {}): Row {
  return {
    conversion_id: id,
    occurred_at: "2026-10-10T12:00:00Z",
    status: "approved",
    amount: "10.00",
    currency: "USD",
    customer_id: "cu_1",
    customer_email: "ann@example.com",
    customer_external_id: "x1",
    partner_id: "prt_1",
    ...given,
  };
}

/** What a conversion knows of nobody. */
export const nobody: Row = {
  customer_id: null,
  customer_email: null,
  customer_external_id: null,
};
