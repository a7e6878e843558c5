import { rm } from "node:fs/promises";

import { expect, test } from "vitest";

import { noCard } from "#model/card.ts";
import { performAll } from "#runs/perform.ts";
import { resultOf } from "#runs/result.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import { openPerformer } from "#runs/shelves.ts";
import { context } from "../runs/fixtures.ts";
import { smallProgram } from "../runs/program.ts";

const datasets = `      conversions: { files: 'conversions*.csv' }
      customers: { files: 'customers*.csv' }
`;
const conversions = `conversion_id,occurred_at,status,amount,currency,customer_id,customer_email,customer_external_id
cv_1,2026-10-02T12:00:00Z,approved,100.00,USD,cu_1,ann@example.com,x1
cv_2,2026-10-03T12:00:00Z,pending,20.50,USD,cu_1,ann@example.com,x1
cv_3,2026-10-04T12:00:00Z,approved,7.25,USD,,,
`;
const customers = `customer_id,email,external_id
cu_1,Ann@example.com,x1
`;

test("it collects, compares and confirms what is known of each customer", async () => {
  const program = await smallProgram(datasets);
  const { folder, parts } = program;
  await program.write("exports/conversions.csv", conversions);
  await program.write("exports/customers.csv", customers);
  const runbook = (await loadRunbooks()).get("customer-count-mismatch");
  if (!runbook) throw new Error("the runbook is not on its shelf");
  const told: string[] = [];

  const outcomes = await performAll(
    runbook,
    { source: "acme", context, card: noCard },
    await openPerformer(parts),
    {
      onStep({ id }, outcome) {
        if (outcome) told.push(`${id}: ${outcome.status}, ${outcome.summary}`);
      },
    },
  );

  for (const step of [
    "conversions: complete, 3 records",
    "customers: complete, 1 record",
    "compare: attention, Gap −2, 2 causes",
    "identities: attention, No identity −1",
    "stitching: complete, Confirmed: none found",
    "expectations: skipped, Left to a person: Confirm acme is meant to count repeat purchases, and conversions that share a customer id, an external id or an e-mail, as one customer.",
  ]) {
    expect(told).toContain(step);
  }
  expect(resultOf(runbook.id, context, outcomes, `${folder}/data/artifacts`)).toMatchObject({
    verdict: "explained",
    expected: { amount: "3", currency: null, rows: 3 },
    actual: { amount: "1", currency: null, rows: 1 },
    gap: "-2",
    causes: [
      { cause: "missing_identity", amount: "-1", rows: 1, examples: ["cv_3"] },
      { cause: "repeat_purchase", amount: "-1", rows: 1, examples: ["cv_2"] },
    ],
    unexplained: "0",
  });
  await rm(folder, { recursive: true });
});
