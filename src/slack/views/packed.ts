import { limits } from "#slack/block-budget.ts";

/** Slack takes ten texts in one context block. */
const mostTexts = 3;

/** Lines in as few texts as Slack takes, and how many were left out. */
export function packed(lines: readonly string[]): { texts: string[]; left: number } {
  const texts: string[] = [];
  for (const [index, each] of lines.entries()) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + each.length < limits.section) {
      texts[texts.length - 1] = `${last}\n${each}`;
    } else if (texts.length < mostTexts) texts.push(each);
    else return { texts, left: lines.length - index };
  }
  return { texts, left: 0 };
}
