import { z } from "zod";

import { hopAssertions, hopRule } from "#model/assertions/hop.ts";
import { answerRules, assertionsOf } from "#model/assertions/list.ts";

const words = ["hop", ...Object.keys(answerRules)].join(", ");

/** What must be true of a chain of redirects: of its hops, and of the answer at its end. */
export const chainAssertionList = z
  .array(
    z
      .strictObject({ ...answerRules, hop: hopRule.optional() })
      .refine((given) => Object.keys(given).length > 0, {
        error: `an empty assertion says nothing: write ${words}`,
        // A word that is not known has been told already.
        when: ({ issues }) => issues.length === 0,
      }),
  )
  .min(1, "an empty list asserts nothing: say what the hops must be")
  .transform((list) => ({
    ofHops: list.flatMap(({ hop }) => (hop ? hopAssertions(hop) : [])),
    ofLast: list.flatMap(({ hop: _hop, ...rules }) => assertionsOf(rules)),
  }));
