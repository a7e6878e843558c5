import fc from "fast-check";

import { formatAmount } from "#model/money.ts";
import { october } from "../october.ts";
import { plantedTrials } from "../planted.ts";
import { recordsOf, trialsOf } from "../trials.ts";
import { byHand } from "./by-hand.ts";
import { explain } from "./explained.ts";
import { payoutField } from "./plants.ts";
import { programs } from "./programs.ts";

const asked = fc.record({
  partner: fc.constantFrom(null, null, "prt_1"),
  sourceTimezone: fc.constantFrom("UTC", "Europe/Berlin"),
});
const usd = (amount: string): string => formatAmount(amount, "USD");

export const planted = plantedTrials(payoutField);

/** Random programs, dense in edges, beside the rules applied by hand. */
export const random = trialsOf(
  { name: "payout-mismatch, by hand", words: Object.keys(payoutField.plants), alone: false },
  [{ share: 1, programs: fc.tuple(programs, asked) }],
  async ([program, { partner, sourceTimezone }]) => {
    const hand = byHand(program, { ...october, partner, sourceTimezone });
    const explanation = await explain(program, { ...october, partner }, sourceTimezone);
    return {
      records: recordsOf(hand.causes, hand.unexplained),
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
        expected: [usd(hand.expected.amount), hand.expected.rows],
        actual: [usd(hand.actual.amount), hand.actual.rows],
        gap: usd(hand.gap),
        causes: Object.fromEntries(
          Object.entries(hand.causes).map(([cause, part]) => [
            cause,
            { ...part, amount: usd(part.amount) },
          ]),
        ),
        unexplained: usd(hand.unexplained),
      },
    };
  },
);
