import fc from "fast-check";

import { Decimal, formatAmount } from "#model/money.ts";
import { october } from "../october.ts";
import { plantedTrials } from "../planted.ts";
import { recordsOf, trialsOf } from "../trials.ts";
import { byHand } from "./by-hand.ts";
import { explain, revenue } from "./explained.ts";
import { revenueField } from "./plants.ts";
import { programs } from "./programs.ts";

const asked = fc.record({
  campaign: fc.constantFrom(null, null, "cmp_1"),
  cardTimezone: fc.constantFrom(null, "UTC", "Asia/Tokyo"),
  rest: fc.constantFrom("0", "0", "0", "0", "0", "41.03", "-7.125"),
});
const usd = (amount: Decimal | string): string => formatAmount(amount, "USD");
const words = [...Object.keys(revenueField.plants), "unexplained"];

export const planted = plantedTrials(revenueField);

/** Random programs, dense in edges, beside the rules applied by hand. */
export const random = trialsOf(
  { name: "revenue-mismatch, by hand", words, alone: false },
  [{ share: 1, programs: fc.tuple(programs, asked) }],
  async ([program, { campaign, cardTimezone, rest }]) => {
    const zones = { timezone: october.timezone, cardTimezone: cardTimezone ?? october.timezone };
    const hand = byHand(program, { ...october, ...zones, campaign });
    const value = hand.sales.amount.plus(rest);
    const unexplained = new Decimal(hand.withoutCause).minus(rest);
    const cards = [
      { ...revenue, value: value.toFixed(), timezone: cardTimezone, campaign_id: campaign },
    ];
    const explanation = await explain({ ...program, cards }, { ...october, campaign });
    return {
      records: recordsOf(hand.causes, unexplained),
      found: {
        expected: [explanation.expected.amount, explanation.expected.rows],
        actual: [explanation.actual.amount, explanation.actual.rows],
        gap: explanation.gap,
        causes: Object.fromEntries(
          explanation.causes.map(({ cause, amount, rows }) => [cause, { amount, rows }]),
        ),
        unexplained: explanation.unexplained,
      },
      wanted: {
        expected: [usd(value), hand.sales.rows],
        actual: [usd(hand.actual.amount), hand.actual.rows],
        gap: usd(hand.actual.amount.minus(value)),
        causes: Object.fromEntries(
          Object.entries(hand.causes).map(([cause, part]) => [
            cause,
            { ...part, amount: usd(part.amount) },
          ]),
        ),
        unexplained: usd(unexplained),
      },
    };
  },
);
