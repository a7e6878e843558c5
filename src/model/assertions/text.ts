import { z } from "zod";

import { quoted } from "#model/assertions/assertion.ts";
import type { Finding } from "#model/assertions/assertion.ts";
import { pattern } from "#model/assertions/pattern.ts";

/** Ways in which a text can be right. */
export const textRules = {
  equals: z.string().optional(),
  contains: z.string().min(1).optional(),
  lacks: z.string().min(1).optional(),
  matches: pattern.optional(),
};

export type TextRules = z.infer<z.ZodObject<typeof textRules>>;

export interface TextRule {
  /** `contains "ok"` */
  readonly text: string;
  readonly holds: (text: string) => boolean;
}

/** The rules that were set, each by itself. */
export function rulesOf({ equals, contains, lacks, matches }: TextRules): TextRule[] {
  const rules: TextRule[] = [];
  if (equals !== undefined) {
    rules.push({ text: `is ${quoted(equals)}`, holds: (text) => text === equals });
  }
  if (contains !== undefined) {
    rules.push({ text: `contains ${quoted(contains)}`, holds: (text) => text.includes(contains) });
  }
  if (lacks !== undefined) {
    rules.push({ text: `lacks ${quoted(lacks)}`, holds: (text) => !text.includes(lacks) });
  }
  if (matches !== undefined) {
    rules.push({ text: `matches ${quoted(matches.source)}`, holds: matches.isFound });
  }
  return rules;
}

/** A text laid beside a rule. */
export function judgeText(text: string, { holds }: TextRule): Finding {
  return { holds: holds(text), found: text === "" ? "it was empty" : `it was ${quoted(text)}` };
}
