import fc from "fast-check";

import { october } from "../october.ts";
import { plantedTrials } from "../planted.ts";
import { countOf, trialsOf } from "../trials.ts";
import { byHand } from "./by-hand.ts";
import { explainWithCauses } from "./explained.ts";
import { customerField } from "./plants.ts";
import { programs } from "./programs.ts";

const asked = fc.record({
  partner: fc.constantFrom(null, null, "prt_1"),
  statuses: fc.constantFrom(null, null, ["approved", "pending"]),
});
const counted = (rows: number) => ({ amount: String(rows), currency: null, rows });

export const planted = plantedTrials(customerField);

/** Random programs, in which people often meet themselves and others, beside the rules applied by hand. */
export const random = trialsOf(
  {
    name: "customer-count-mismatch, by hand",
    words: Object.keys(customerField.plants),
    alone: false,
  },
  [{ share: 1, programs: fc.tuple(programs, asked) }],
  async ([program, given]) => {
    const context = { ...october, ...given };
    const hand = byHand(program, context);
    const { explanation, causes } = await explainWithCauses(program, context);
    const { expected, actual, gap, unexplained, findings } = explanation;
    const split = findings.find(({ id }) => id === "identity_split")?.rows ?? 0;
    return {
      records: countOf(Object.values(hand.causes)),
      found: { expected, actual, gap, unexplained, split, causes },
      wanted: {
        expected: counted(hand.conversions),
        actual: counted(hand.customers),
        gap: String(hand.customers - hand.conversions),
        unexplained: "0",
        split: hand.split,
        causes: hand.causes,
      },
    };
  },
);
