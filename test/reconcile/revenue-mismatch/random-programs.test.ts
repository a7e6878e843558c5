import fc from "fast-check";
import { expect, test } from "vitest";

import { Decimal, formatAmount } from "#model/money.ts";
import { byHand } from "./by-hand.ts";
import { october } from "../october.ts";
import { explain, revenue } from "./explained.ts";
import { programs } from "./programs.ts";

test("random programs are explained exactly as by hand, cause by cause", async () => {
  const seen = new Set<string>();
  const asked = fc.record({
    campaign: fc.constantFrom(null, null, "cmp_1"),
    cardTimezone: fc.constantFrom(null, "UTC", "Asia/Tokyo"),
    planted: fc.constantFrom("0", "0", "0", "0", "0", "41.03", "-7.125"),
  });

  await fc.assert(
    fc.asyncProperty(programs, asked, async (program, { campaign, cardTimezone, planted }) => {
      const context = { ...october, campaign };
      const zones = { timezone: october.timezone, cardTimezone: cardTimezone ?? october.timezone };
      const hand = byHand(program, { ...october, ...zones, campaign });
      const value = hand.sales.amount.plus(planted);
      const cards = [
        { ...revenue, value: value.toFixed(), timezone: cardTimezone, campaign_id: campaign },
      ];

      const explanation = await explain({ ...program, cards }, context);

      for (const cause of Object.keys(hand.causes)) seen.add(cause);
      const usd = (amount: Decimal | string): string => formatAmount(amount, "USD");
      expect({
        expected: [explanation.expected.amount, explanation.expected.rows],
        actual: [explanation.actual.amount, explanation.actual.rows],
        gap: explanation.gap,
        causes: Object.fromEntries(
          explanation.causes.map(({ cause, amount, rows }) => [cause, { amount, rows }]),
        ),
        unexplained: explanation.unexplained,
      }).toEqual({
        expected: [usd(value), hand.sales.rows],
        actual: [usd(hand.actual.amount), hand.actual.rows],
        gap: usd(hand.actual.amount.minus(value)),
        causes: Object.fromEntries(
          Object.entries(hand.causes).map(([cause, part]) => [
            cause,
            { ...part, amount: usd(part.amount) },
          ]),
        ),
        unexplained: usd(new Decimal(hand.withoutCause).minus(planted)),
      });
    }),
    { numRuns: 120, seed: 20261002 },
  );

  expect([...seen].sort()).toEqual([
    "amount_differs",
    "chargeback_counted",
    "currency_not_converted",
    "date_differs",
    "duplicate",
    "fraud_counted",
    "missing_conversion",
    "missing_event",
    "out_of_scope",
    "pending_counted",
    "refunded_counted",
    "rejected_counted",
    "timezone_boundary",
  ]);
}, 120_000);
