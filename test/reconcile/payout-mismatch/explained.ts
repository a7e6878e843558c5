import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll } from "vitest";

import { payoutMismatch } from "#reconcile/payout-mismatch/index.ts";
import { october } from "../october.ts";
import { tableOf } from "../tables.ts";
import type { Row } from "../tables.ts";
import type { Program } from "./by-hand.ts";
import { noCard } from "#model/card.ts";

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run("SET TimeZone = 'UTC'; SET threads = 1");
afterAll(() => connection.closeSync());

interface Given extends Partial<Program> {
  /** Columns the exports have; all unless given. */
  readonly available?: readonly string[];
}

/** Explains a program of literal rows; USD in New York, October 2026. */
export async function explain(program: Given, context = october, sourceTimezone = "UTC") {
  const { commissions = [], payouts = [], rates = [], available } = program;
  const tables = {
    commissions: await tableOf(connection, "commissions", commissions, available),
    payouts: await tableOf(connection, "payouts", payouts, available),
  };
  await connection.run(
    `CREATE OR REPLACE TABLE rates (date DATE, "from" VARCHAR, "to" VARCHAR, rate DECIMAL(38, 14))`,
  );
  for (const rate of rates) {
    await connection.run(
      `INSERT INTO rates VALUES ('${rate["date"]}', '${rate["from"]}', '${rate["to"]}', ${rate["rate"]})`,
    );
  }
  const input = {
    connection,
    tables,
    rates: "rates",
    context,
    card: noCard,
    sourceTimezone,
    findings: [],
  };
  return (await payoutMismatch.explain(input)).explanation;
}

export const paid: Row = {
  commission_id: "cm_1",
  conversion_id: "cv_1",
  partner_id: "prt_1",
  program_id: "prg_1",
  type: "sale",
  status: "paid",
  amount: "10.00",
  currency: "USD",
  created_at: "2026-10-10T12:00:00Z",
  payout_id: "po_1",
};
export const settled: Row = {
  payout_id: "po_1",
  partner_id: "prt_1",
  program_id: "prg_1",
  status: "completed",
  amount: "10.00",
  currency: "USD",
  period_start: "2026-10-01",
  fee: null,
};
