import { z } from "zod";

import { quoted } from "#model/assertions/assertion.ts";
import type { Assertion } from "#model/assertions/assertion.ts";
import { textOf } from "#model/assertions/json-path.ts";
import { rulesOf, textRules } from "#model/assertions/text.ts";

export const bodyRule = z
  .strictObject(textRules)
  .refine(
    (rules) => rulesOf(rules).length > 0,
    "say what the body must be: equals, contains, lacks or matches",
  );

export function bodyAssertions(rules: z.infer<typeof bodyRule>): Assertion[] {
  return rulesOf(rules).map((rule) => ({
    text: `body ${rule.text}`,
    subject: "body",
    judge: ({ body, truncated }) => {
      const text = textOf(body);
      // What must not be there could stand in the part that was not read.
      const isSeen =
        !truncated || rule.text.startsWith("contains") || rule.text.startsWith("matches");
      const part = truncated
        ? `only its first ${body.length.toLocaleString("en-US")} bytes were read, and they begin`
        : "it begins";
      const found = text === "" ? "it was empty" : `${part} ${quoted(text)}`;
      return { holds: isSeen && rule.holds(text), found };
    },
  }));
}
