import { clean } from "#slack/block-budget.ts";

/** JSON that PostgreSQL keeps whatever a stranger wrote: no zero byte, no half character. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === "string" ? clean(each) : each,
  );
}
