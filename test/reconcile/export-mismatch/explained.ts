import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll } from "vitest";

import type { CardRequest } from "#model/card.ts";
import { noCard } from "#model/card.ts";
import type { Explanation } from "#model/explanation.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { exportMismatch } from "#reconcile/export-mismatch/index.ts";
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
  /** None collected where null. */
  readonly cards?: readonly Row[] | null;
  readonly rates?: readonly Row[];
  readonly card?: Partial<CardRequest>;
  readonly context?: Partial<FilterContext>;
  readonly sourceTimezone?: string;
  /** Columns the conversions export has; all unless given. */
  readonly available?: readonly string[];
}

const euro: Row = { date: "2026-09-01", from: "EUR", to: "USD", rate: "1.07" };

/** Explains a card by literal rows: USD in New York, October 2026, campaign cmp_1, a source in Berlin. */
export async function explain(given: Given): Promise<Explanation> {
  const { conversions = [], cards = [], rates = [euro], available } = given;
  const tables = {
    conversions: await tableOf(connection, "conversions", conversions, available),
    ...(cards === null ? {} : { cards: await tableOf(connection, "cards", cards) }),
  };
  await connection.run(
    `CREATE OR REPLACE TABLE rates (date DATE, "from" VARCHAR, "to" VARCHAR, rate DECIMAL(38, 14))`,
  );
  for (const rate of rates) {
    await connection.run(
      `INSERT INTO rates VALUES ('${rate["date"]}', '${rate["from"]}', '${rate["to"]}', ${rate["rate"]})`,
    );
  }
  const { explanation, rowsQuery } = await exportMismatch.explain({
    connection,
    tables,
    rates: "rates",
    context: { ...october, campaign: "cmp_1", ...given.context },
    card: { ...noCard, ...given.card },
    sourceTimezone: given.sourceTimezone ?? "Europe/Berlin",
    findings: [],
  });
  if (rowsQuery !== null) await rowsOf(connection, rowsQuery);
  return explanation;
}

export const sold: Row = {
  conversion_id: "cv_1",
  occurred_at: "2026-10-10T12:00:00Z",
  recorded_at: "2026-10-10T12:00:00Z",
  status: "approved",
  amount: "100.00",
  currency: "USD",
  campaign_id: "cmp_1",
  partner_id: "prt_1",
  order_id: "or_1",
};
export const card: Row = {
  metric: "revenue",
  value: "100.00",
  campaign_id: "cmp_1",
  window_start: "2026-10-01",
  window_end: "2026-10-31",
  captured_at: "2026-11-03T08:00:00Z",
};

/** A second conversion, told apart in everything that could make it the first's repetition. */
export function another(more: Row): Row {
  return { ...sold, conversion_id: "cv_2", order_id: "or_2", amount: "7.50", ...more };
}

/** The causes, each as its amount, records and ids. */
export function causesIn({ causes }: Explanation) {
  return causes.map(({ cause, amount, rows, examples }) => [cause, amount, rows, ...examples]);
}
