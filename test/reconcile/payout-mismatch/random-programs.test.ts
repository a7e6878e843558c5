import fc from "fast-check";
import { expect, test } from "vitest";

import { formatAmount } from "#model/money.ts";
import { byHand } from "./by-hand.ts";
import { october } from "../october.ts";
import { explain } from "./explained.ts";
import { programs } from "./programs.ts";

test("random programs are explained exactly as by hand, cause by cause", async () => {
  const seen = new Set<string>();
  const asked = fc.record({
    partner: fc.constantFrom(null, null, "prt_1"),
    sourceTimezone: fc.constantFrom("UTC", "Europe/Berlin"),
  });

  await fc.assert(
    fc.asyncProperty(programs, asked, async (program, { partner, sourceTimezone }) => {
      const context = { ...october, partner };
      const hand = byHand(program, { ...october, partner, sourceTimezone });
      const explanation = await explain(program, context, sourceTimezone);
      for (const cause of Object.keys(hand.causes)) seen.add(cause);
      expect({
        expected: [explanation.expected.amount, explanation.expected.rows],
        actual: [explanation.actual.amount, explanation.actual.rows],
        gap: explanation.gap,
        causes: Object.fromEntries(
          explanation.causes.map(({ cause, amount, rows }) => [cause, { amount, rows }]),
        ),
        unexplained: explanation.unexplained,
      }).toEqual({
        expected: [formatAmount(hand.expected.amount, "USD"), hand.expected.rows],
        actual: [formatAmount(hand.actual.amount, "USD"), hand.actual.rows],
        gap: formatAmount(hand.gap, "USD"),
        causes: Object.fromEntries(
          Object.entries(hand.causes).map(([cause, part]) => [
            cause,
            { ...part, amount: formatAmount(part.amount, "USD") },
          ]),
        ),
        unexplained: formatAmount(hand.unexplained, "USD"),
      });
    }),
    { numRuns: 300, seed: 20261001 },
  );

  expect([...seen].sort()).toEqual([
    "currency_not_converted",
    "fee",
    "fx_difference",
    "held",
    "paid_canceled",
    "paid_duplicate",
    "paid_fraud",
    "paid_other_period",
    "paid_out_of_scope",
    "paid_refunded",
    "paid_unapproved",
    "payout_failed",
    "payout_in_flight",
    "payout_missing",
    "payout_out_of_scope",
    "payout_without_commissions",
    "rounding",
    "timezone_boundary",
    "unpaid",
  ]);
}, 120_000);
