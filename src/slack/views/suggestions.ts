import type { PlainTextOption } from "@slack/types";

import { cut, limits } from "#slack/block-budget.ts";

/** Something that may be meant by what was typed so far. */
export interface Suggestion {
  readonly value: string;
  readonly text: string;
  readonly description?: string;
}

/** What stands for no id at all, where a field can be left empty: a menu cannot be emptied again. */
export const anyValue = "*";
const always = new Set(["timezone", "currency"]);

/** The options under a field: what is known, and last what was typed as it is, so that nothing is blocked. */
export function suggestions(
  field: string,
  words: string,
  known: readonly Suggestion[],
): PlainTextOption[] {
  const typed = words.trim();
  const fitting = known.filter(
    ({ value }) => value.trim() !== "" && value.length <= limits.optionValue,
  );
  const some = fitting.slice(0, limits.options - 1);
  const isKnown = some.some(({ value }) => value.toLowerCase() === typed.toLowerCase());
  const own = typed === "" || isKnown || typed.length > limits.optionValue ? [] : [asTyped(typed)];
  const any =
    typed === "" && !always.has(field) ? [{ value: anyValue, text: `All ${field}s` }] : [];
  return [...any, ...some, ...own].slice(0, limits.options).map(optionOf);
}

/** An option of a menu; also what stands in one that is filled in already. */
export function optionOf({ value, text, description }: Suggestion): PlainTextOption {
  return {
    value,
    text: { type: "plain_text", text: cut(text, limits.optionText) || value },
    ...(description === undefined
      ? {}
      : { description: { type: "plain_text", text: description } }),
  };
}

function asTyped(typed: string): Suggestion {
  return { value: typed, text: typed, description: "as typed" };
}
