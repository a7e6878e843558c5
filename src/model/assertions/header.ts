import { z } from "zod";

import type { Assertion } from "#model/assertions/assertion.ts";
import { judgeText, rulesOf, textRules } from "#model/assertions/text.ts";

/** What a header must say; `exists: false` where there must be none. */
export const headerRule = z
  .strictObject({
    name: z
      .string()
      .regex(/^[!#$%&'*+.^_`|~\w-]+$/, "write the name of a header, like content-type"),
    exists: z.boolean().optional(),
    ...textRules,
  })
  .refine(
    ({ exists, ...rules }) => exists !== undefined || rulesOf(rules).length > 0,
    "say what the header must be: equals, contains, lacks, matches or exists",
  )
  .refine(
    ({ exists, ...rules }) => exists !== false || rulesOf(rules).length === 0,
    "a header that must not be there cannot be compared: leave exists: false alone",
  );

export function headerAssertions({
  name,
  exists,
  ...rules
}: z.infer<typeof headerRule>): Assertion[] {
  const key = name.toLowerCase();
  const subject = "header";
  const presence: Assertion = {
    text: exists === false ? `no header ${key}` : `header ${key} is there`,
    subject,
    judge: ({ headers }) => {
      const value = headers[key];
      return {
        holds: (value !== undefined) === (exists !== false),
        found: value === undefined ? `there was no header ${key}` : `there was a header ${key}`,
      };
    },
  };
  const comparisons = rulesOf(rules).map((rule): Assertion => ({
    text: `header ${key} ${rule.text}`,
    subject,
    judge: ({ headers }) => {
      const value = headers[key];
      if (value === undefined) return { holds: false, found: `there was no header ${key}` };
      return judgeText(value, rule);
    },
  }));
  return exists === undefined ? comparisons : [presence, ...comparisons];
}
