import { expect, test } from "vitest";
import { paragraphs } from "#sandbox/page/text/paragraphs.ts";

const text = (words: string) => [{ kind: "text", text: words }];

test("quotes, lists and fences stand apart from the lines around them", () => {
  expect(paragraphs("Why:\n&gt; a\n> b\n• c\n- d\n3. e\n4. f\nso\n```x &lt; 1\n*y*```")).toEqual([
    { kind: "paragraph", children: text("Why:") },
    { kind: "quote", children: text("a\nb") },
    { kind: "list", ordered: false, start: 1, items: [text("c"), text("d")] },
    { kind: "list", ordered: true, start: 3, items: [text("e"), text("f")] },
    { kind: "paragraph", children: text("so") },
    { kind: "preformatted", text: "x < 1\n*y*" },
  ]);
});

test("an indented line goes on with the item above it", () => {
  expect(paragraphs("• a\n    b\n• c\nd")).toEqual([
    { kind: "list", ordered: false, start: 1, items: [text("a\nb"), text("c")] },
    { kind: "paragraph", children: text("d") },
  ]);
});

test("a fence that never closes is text", () => {
  expect(paragraphs("a ```b")).toEqual([
    { kind: "paragraph", children: text("a ") },
    { kind: "paragraph", children: text("```b") },
  ]);
});

test("a negative amount is not a list", () => {
  expect(paragraphs("-12.50 USD")).toEqual([{ kind: "paragraph", children: text("-12.50 USD") }]);
});
