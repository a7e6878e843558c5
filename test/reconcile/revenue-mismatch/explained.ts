import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll } from "vitest";

import { noCard } from "#model/card.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { revenueMismatch } from "#reconcile/revenue-mismatch/index.ts";
import { rowsOf } from "#reconcile/sql.ts";
import { october } from "../october.ts";
import { tableOf } from "../tables.ts";
import type { Row } from "../tables.ts";

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run("SET TimeZone = 'UTC'; SET threads = 1");
afterAll(() => connection.closeSync());

export interface Given {
  readonly conversions?: readonly Row[];
  readonly events?: readonly Row[];
  /** The cards export; none unless given. */
  readonly cards?: readonly Row[];
  readonly rates?: readonly Row[];
  /** Columns the events export has; all unless given. */
  readonly available?: readonly string[];
  /** What a person read off the dashboard. */
  readonly card?: string;
}

async function explainedOf(given: Given, context: FilterContext) {
  const { conversions = [], events = [], cards, rates = [], available, card = null } = given;
  const tables = {
    conversions: await tableOf(connection, "conversions", conversions),
    events: await tableOf(connection, "events", events, available),
    ...(cards ? { cards: await tableOf(connection, "cards", cards) } : {}),
  };
  await connection.run(
    `CREATE OR REPLACE TABLE rates (date DATE, "from" VARCHAR, "to" VARCHAR, rate DECIMAL(38, 14))`,
  );
  for (const rate of rates) {
    await connection.run(
      `INSERT INTO rates VALUES ('${rate["date"]}', '${rate["from"]}', '${rate["to"]}', ${rate["rate"]})`,
    );
  }
  return revenueMismatch.explain({
    connection,
    tables,
    rates: "rates",
    context,
    card: { ...noCard, value: card },
    sourceTimezone: "UTC",
    findings: [],
  });
}

/** Explains a program of literal rows; USD in New York, October 2026. */
export async function explain(given: Given, context = october) {
  return (await explainedOf(given, context)).explanation;
}

/** The offending records of the program, as the file of them shows them. */
export async function offending(given: Given, context = october) {
  const { rowsQuery } = await explainedOf(given, context);
  return rowsQuery === null ? [] : rowsOf(connection, rowsQuery);
}

export const approved: Row = {
  conversion_id: "cv_1",
  occurred_at: "2026-10-10T12:00:00Z",
  status: "approved",
  source_status: "approved",
  amount: "10.00",
  currency: "USD",
  campaign_id: "cmp_1",
  partner_id: "prt_1",
};
export const sale: Row = {
  event_id: "ev_1",
  type: "sale",
  occurred_at: "2026-10-10T12:00:00Z",
  conversion_id: "cv_1",
  amount: "10.00",
  currency: "USD",
  campaign_id: "cmp_1",
  partner_id: "prt_1",
};
export const revenue: Row = {
  metric: "revenue",
  value: "10.00",
  window_start: "2026-10-01",
  window_end: "2026-10-31",
  currency: "USD",
  captured_at: "2026-11-03T08:00:00Z",
};
