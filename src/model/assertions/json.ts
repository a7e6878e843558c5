import { z } from "zod";

import { quoted } from "#model/assertions/assertion.ts";
import type { Assertion, Finding } from "#model/assertions/assertion.ts";
import { jsonOf, jsonPath } from "#model/assertions/json-path.ts";
import type { JsonPath } from "#model/assertions/json-path.ts";
import { pattern } from "#model/assertions/pattern.ts";
import { Decimal } from "#model/money.ts";

const comparisons = {
  equals: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  one_of: z
    .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .min(1)
    .optional(),
  matches: pattern.optional(),
  above: z.number().optional(),
  below: z.number().optional(),
  /** So many values at least, such as rows of a list. */
  least: z.int().min(1).optional(),
  exists: z.boolean().optional(),
};

/** What the values at a JSON path must be: every one of them, and at least one unless `exists: false`. */
export const jsonRule = z
  .strictObject({ path: jsonPath, ...comparisons })
  .refine(
    ({ path: _path, ...rules }) => Object.values(rules).some((rule) => rule !== undefined),
    "say what is to be at the path: equals, one_of, matches, above, below, least or exists",
  )
  .refine(
    ({ path: _path, exists, ...rules }) =>
      exists !== false || Object.values(rules).every((rule) => rule === undefined),
    "what must not be there cannot be compared: leave exists: false alone",
  );

type JsonRule = z.infer<typeof jsonRule>;

export function jsonAssertions(rule: JsonRule): Assertion[] {
  const { path } = rule;
  const { equals, one_of: known, matches, above, below, least, exists } = rule;
  const all: Assertion[] = [];
  const each = (text: string, isRight: (value: unknown) => boolean): void => {
    all.push(over(path, text, (values) => judgeEach(path, values, isRight)));
  };
  if (exists === false) all.push(over(path, "is not there", (values) => absent(path, values)));
  if (exists === true) each("is there", () => true);
  if (equals !== undefined) each(`is ${shown(equals)}`, (value) => value === equals);
  if (known)
    each(`is one of ${known.map(shown).join(", ")}`, (value) => known.includes(value as string));
  if (matches) {
    each(`matches ${quoted(matches.source)}`, (value) => {
      return typeof value === "object" ? false : matches.isFound(String(value));
    });
  }
  if (above !== undefined)
    each(`is above ${above}`, (value) => numberOf(value)?.gt(above) ?? false);
  if (below !== undefined)
    each(`is below ${below}`, (value) => numberOf(value)?.lt(below) ?? false);
  if (least !== undefined) {
    const text = `has at least ${least} ${least === 1 ? "value" : "values"}`;
    all.push(
      over(path, text, ({ length }) => ({ holds: length >= least, found: `there were ${length}` })),
    );
  }
  return all;
}

function over(
  path: JsonPath,
  text: string,
  judge: (values: readonly unknown[]) => Finding,
): Assertion {
  return {
    text: `${path.source} ${text}`,
    subject: "json",
    judge: (answer) => {
      const json = jsonOf(answer);
      if ("reason" in json) return { holds: false, found: json.reason };
      return judge(path.valuesIn(json.document));
    },
  };
}

function judgeEach(
  { source }: JsonPath,
  values: readonly unknown[],
  isRight: (value: unknown) => boolean,
): Finding {
  if (values.length === 0) return { holds: false, found: `nothing was at ${source}` };
  const wrong = values.filter((value) => !isRight(value));
  const [value] = wrong.length > 0 ? wrong : values;
  const others = wrong.length > 1 ? `, and ${wrong.length - 1} more were wrong` : "";
  return { holds: wrong.length === 0, found: `it was ${shown(value)}${others}` };
}

function absent({ source }: JsonPath, [value]: readonly unknown[]): Finding {
  if (value === undefined) return { holds: true, found: `nothing was at ${source}` };
  return { holds: false, found: `it was ${shown(value)}` };
}

/** Platforms write amounts as numbers and as text. */
function numberOf(value: unknown): Decimal | null {
  const isAmount = typeof value === "number" || (typeof value === "string" && /^-?\d/.test(value));
  if (!isAmount) return null;
  try {
    return new Decimal(value);
  } catch {
    return null;
  }
}

function shown(value: unknown): string {
  return typeof value === "string" ? quoted(value) : quoted(JSON.stringify(value)).slice(1, -1);
}
