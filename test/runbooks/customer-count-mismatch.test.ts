import { expect, test } from "vitest";

import { ranOf } from "./running.ts";

const conversions = `conversion_id,occurred_at,status,amount,currency,customer_id,customer_email,customer_external_id
cv_1,2026-10-02T12:00:00Z,approved,100.00,USD,cu_1,ann@example.com,x1
cv_2,2026-10-03T12:00:00Z,pending,20.50,USD,cu_1,ann@example.com,x1
cv_3,2026-10-04T12:00:00Z,approved,7.25,USD,,,
`;
const customers = `customer_id,email,external_id
cu_1,Ann@example.com,x1
`;

test("it collects, compares and confirms what is known of each customer", async () => {
  const { told, result } = await ranOf("customer-count-mismatch", { conversions, customers });

  for (const step of [
    "conversions: complete, 3 records",
    "customers: complete, 1 record",
    "compare: attention, Gap −2, 2 causes",
    "identities: attention, No identity −1",
    "stitching: complete, Confirmed: none found",
    "expectations: skipped, Left to a person: Confirm acme is meant to count repeat purchases, and conversions that share a customer id, an external id or an e-mail, as one customer.",
    "changes: skipped, Not available from acme",
    "ids: attention, No ids in what was collected",
    "sign-off: skipped, Not approved, nobody can be asked here: Sign off the explanation above of acme's customers for 2026-10, or reject it with a reason.",
  ]) {
    expect(told).toContain(step);
  }
  expect(result).toMatchObject({
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
});

test("a match is not to be signed off, and what changed is told all the same", async () => {
  const one = conversions.split("\n").slice(0, 2).join("\n");
  const changes = `changed_at,actor,module,before,after,note
2026-10-20T12:00:00Z,ann,rules,0.10,0.12,More for all
`;

  const { told, result } = await ranOf("customer-count-mismatch", {
    conversions: `${one}\n`,
    customers,
    config_changes: changes,
  });

  expect(told.slice(-4, -1)).toEqual([
    "changes: attention, 1 change: rules",
    "ids: attention, No ids in what was collected",
    "sign-off: complete, Nothing to approve: both sides match",
  ]);
  expect(result.verdict).toBe("match");
});
