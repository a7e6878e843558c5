import fc from "fast-check";
import { expect, test } from "vitest";

import type { Row } from "../tables.ts";
import { october } from "../october.ts";
import { byHand } from "./by-hand.ts";
import { causesOf, explain } from "./explained.ts";

const email = fc.constantFrom(
  null,
  "Ann@Example.com",
  "ann@example.com ",
  "bob@example.com",
  "cy@x.io",
);
const externalId = fc.constantFrom(null, "x1", "x2", "x3", "X3");
const time = fc.constantFrom(
  "2026-10-10T12:00:00Z",
  "2026-10-10T12:00:00Z",
  "2026-10-20T12:00:00Z",
  "2026-10-15",
  "2026-10-31",
  "2026-09-30",
  "2026-10-01T03:59:59Z",
  "2026-10-01T04:00:00Z",
  "2026-11-01T03:59:59Z",
  "2026-11-01T04:00:00Z",
);

/** A small world, so that people meet themselves and others often. */
const programs = fc.record({
  customers: fc
    .array(
      fc.record({
        email,
        external_id: externalId,
        created_at: fc.constantFrom(null, "2026-08-01", "2026-07-01"),
      }),
      { maxLength: 6 },
    )
    .map((rows) => rows.map((row, index): Row => ({ customer_id: `cu_${index}`, ...row }))),
  conversions: fc
    .array(
      fc.record({
        occurred_at: time,
        status: fc.constantFrom("approved", "approved", "pending", "refunded", null),
        customer_id: fc.constantFrom(null, "cu_0", "cu_1", "cu_2", "cu_9"),
        customer_email: email,
        customer_external_id: externalId,
        partner_id: fc.constantFrom("prt_1", "prt_1", "prt_2", null),
      }),
      { maxLength: 14 },
    )
    .map((rows) =>
      rows.map((row, index): Row => ({
        conversion_id: `cv_${rows.length - index}`,
        amount: "1",
        currency: "USD",
        ...row,
      })),
    ),
});

test("random programs are explained exactly as by hand, conversion by conversion", async () => {
  const seen = new Set<string>();
  const asked = fc.record({
    partner: fc.constantFrom(null, null, "prt_1"),
    statuses: fc.constantFrom(null, null, ["approved", "pending"]),
  });

  await fc.assert(
    fc.asyncProperty(programs, asked, async (program, given) => {
      const context = { ...october, ...given };
      const hand = byHand(program, context);
      const explanation = await explain(program, context);
      for (const cause of Object.values(hand.causes)) seen.add(cause);
      const split = explanation.findings.find(({ id }) => id === "identity_split")?.rows ?? 0;
      if (split > 0) seen.add("identity_split");
      const { expected, actual, gap, unexplained } = explanation;

      expect(await causesOf(program, context)).toEqual(hand.causes);
      expect({ expected, actual, gap, unexplained, split }).toEqual({
        expected: counted(hand.conversions),
        actual: counted(hand.customers),
        gap: String(hand.customers - hand.conversions),
        unexplained: "0",
        split: hand.split,
      });
    }),
    { numRuns: 150, seed: 20261002 },
  );

  expect([...seen].sort()).toEqual([
    "customer_not_exported",
    "identity_merged",
    "identity_split",
    "missing_identity",
    "repeat_purchase",
  ]);
}, 60_000);

function counted(rows: number) {
  return { amount: String(rows), currency: null, rows };
}
