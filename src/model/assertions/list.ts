import { z } from "zod";

import type { Assertion } from "#model/assertions/assertion.ts";
import { bodyAssertions, bodyRule } from "#model/assertions/body.ts";
import { certificateAssertions, certificateRule } from "#model/assertions/certificate.ts";
import { headerAssertions, headerRule } from "#model/assertions/header.ts";
import { jsonAssertions, jsonRule } from "#model/assertions/json.ts";
import {
  latencyAssertion,
  latencyRule,
  sizeAssertions,
  sizeRule,
} from "#model/assertions/measure.ts";
import { schemaAssertion, schemaRule } from "#model/assertions/schema.ts";
import { statusAssertion, statusSet } from "#model/assertions/status.ts";

/** What can be asserted of one answer. */
export const answerRules = {
  status: statusSet.optional(),
  header: headerRule.optional(),
  body: bodyRule.optional(),
  json: jsonRule.optional(),
  schema: schemaRule.optional(),
  size: sizeRule.optional(),
  latency: latencyRule.optional(),
  certificate: certificateRule.optional(),
};

export type AnswerRules = z.infer<z.ZodObject<typeof answerRules>>;

const words = Object.keys(answerRules).join(", ");
const oneRule = z
  .strictObject(answerRules)
  .refine((given) => Object.keys(given).length > 0, {
    error: `an empty assertion says nothing: write ${words}`,
    // A word that is not known has been told already.
    when: ({ issues }) => issues.length === 0,
  })
  .transform(assertionsOf);

/** The assertions that rules come to, each by itself. */
export function assertionsOf(given: AnswerRules): Assertion[] {
  return [
    ...(given.status ? [statusAssertion(given.status)] : []),
    ...(given.header ? headerAssertions(given.header) : []),
    ...(given.body ? bodyAssertions(given.body) : []),
    ...(given.json ? jsonAssertions(given.json) : []),
    ...(given.schema ? [schemaAssertion(given.schema)] : []),
    ...(given.size ? sizeAssertions(given.size) : []),
    ...(given.latency ? [latencyAssertion(given.latency)] : []),
    ...(given.certificate ? certificateAssertions(given.certificate) : []),
  ];
}

/** What must be true of an answer, as a configuration lists it; a word that is not known is a mistake, never passed over. */
export const assertionList = z
  .array(oneRule)
  .min(1, "an empty list asserts nothing: leave it out, or write one")
  .transform((lists) => lists.flat());
