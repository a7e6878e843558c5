import type { KnownBlock } from "@slack/types";
import { expect, test } from "vitest";

import { clean, cut, escapeText, escapeWithin, fitBlocks, limits } from "#slack/block-budget.ts";

test("a cut text ends in … and never in half a character", () => {
  expect(cut("commission", 10)).toBe("commission");
  expect(cut("commissions", 10)).toBe("commissio…");
  expect(cut("12🧾🧾", 4)).toBe("12…");
  expect(cut("🧾".repeat(5000), 9)).toBe("🧾🧾🧾🧾…");
});

test("what a stranger wrote calls nobody", () => {
  expect(escapeText("<!channel> & <@U1>")).toBe("&lt;!channel&gt; &amp; &lt;@U1&gt;");
});

test("an escaped text is never cut through an entity", () => {
  for (let most = 2; most < 30; most += 1) {
    const text = escapeWithin("a<b>c&d<e>f&g", most);
    expect(text.length).toBeLessThanOrEqual(most);
    expect(text.replaceAll(/&(lt|gt|amp);/g, "")).not.toContain("&");
  }
});

test("what turns the text around it is shown, wherever text is made", () => {
  const id = "po_\u202E0001\u2066";

  for (const text of [clean(id), cut(id, 20), escapeText(id), escapeWithin(id, 20)]) {
    expect(text).toBe("po_\uFFFD0001\uFFFD");
  }
});

test("control characters and half characters become visible", () => {
  expect(clean("a\u0000b\uD800c\r\nd\te")).toBe("a\uFFFDb\uFFFDc\nd\te");
});

const section = (text: string): KnownBlock => ({
  type: "section",
  text: { type: "mrkdwn", text },
});

test("blocks past Slack's number are counted in the last one", () => {
  const blocks = fitBlocks(Array.from({ length: 60 }, () => section("x")));

  expect(blocks).toHaveLength(limits.blocks);
  expect(JSON.stringify(blocks.at(-1))).toContain("11 more parts");
});

test("blocks past Slack's total length are counted in the last one", () => {
  const blocks = fitBlocks(Array.from({ length: 6 }, () => section("x".repeat(2900))));

  expect(blocks).toHaveLength(5);
  expect(JSON.stringify(blocks.at(-1))).toContain("2 more parts");
});
