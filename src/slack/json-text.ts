import { storableJson } from "#model/storable.ts";
import { clean } from "#slack/block-budget.ts";

/** JSON of what is to be said, whatever a stranger wrote: PostgreSQL keeps it, and nothing in it turns the text around. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === "string" ? clean(each) : each,
  );
}

/** JSON of what was heard, as it was typed but for what PostgreSQL cannot keep: a zero byte, half a character. */
export function jsonHeard(value: unknown): string {
  return storableJson(value);
}
