import { expect, test } from "vitest";

import { limits } from "#slack/block-budget.ts";
import { said } from "#slack/views/private.ts";
import { sectionsOf } from "#slack/views/sections.ts";

const lines = (count: number) =>
  Array.from({ length: count }, (_, at) => `+ line ${at} ${"x".repeat(40)}`);
const diff = (count: number) => `\`\`\`\n${lines(count).join("\n")}\n\`\`\``;

test("long code goes on as code in the next section, and nothing of it is lost", () => {
  const { sections, left } = sectionsOf(diff(200));

  expect(left).toBe(0);
  expect(sections.length).toBeGreaterThan(1);
  for (const each of sections) {
    expect(each.length).toBeLessThanOrEqual(limits.section);
    expect(each.startsWith("```\n")).toBe(true);
    expect(each.endsWith("\n```")).toBe(true);
  }
  const shown = sections.flatMap((each) => each.split("\n")).filter((line) => line !== "```");
  expect(shown).toEqual(lines(200));
});

test("what does not fit at all is counted, and the code before it is closed", () => {
  const { sections, left } = sectionsOf(diff(1000));

  const shown = sections.flatMap((each) => each.split("\n")).filter((line) => line !== "```");
  expect(left).toBe(1000 - shown.length);
  expect(sections.every((each) => each.endsWith("\n```"))).toBe(true);
  expect(JSON.stringify(said(diff(1000)).blocks.at(-1))).toContain(`${left} more lines`);
});

test("one endless line is torn, though never within an entity", () => {
  const { sections } = sectionsOf("a&".repeat(1500));

  expect(sections.join("") === "a&amp;".repeat(1500)).toBe(true);
  expect(sections.every((each) => each.length <= limits.section)).toBe(true);
});

test("paragraphs stay whole", () => {
  const paragraphs = Array.from({ length: 6 }, (_, at) => `${at} ${"word ".repeat(200)}`.trim());
  const { sections } = sectionsOf(paragraphs.join("\n\n"));

  expect(sections.flatMap((each) => each.split("\n\n"))).toEqual(paragraphs);
});
