import { expect, test } from "vitest";

import { jsonHeard, jsonText } from "#slack/json-text.ts";

const wrote = { text: "po_\u202E1000\u0000" };

test("what is said turns no text around, what was heard stays as it was typed", () => {
  expect(JSON.parse(jsonText(wrote))).toEqual({ text: "po_\uFFFD1000\uFFFD" });
  expect(JSON.parse(jsonHeard(wrote))).toEqual({ text: "po_\u202E1000\uFFFD" });
});
