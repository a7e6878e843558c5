import { expect, test } from "vitest";

import { closeDifference } from "#slack/views/close-difference.ts";
import type { ShownDifference } from "#slack/views/close-difference.ts";

const shown: ShownDifference = {
  source: "acme",
  signOff: {
    version: 2,
    prepared_by: "Maya Chen <maya@acme.example>",
    reviewed_by: ["Ben Ode <ben@acme.example>"],
    reason: "a late refund",
    evidence: null,
  },
  before: 1,
  lines: ["payouts_usd.csv", "  gap $1.00 → $2.00"],
};

test("a difference says the versions, who signed, why, and what is another", () => {
  const text = JSON.stringify(closeDifference("2026-10", [shown]).blocks);

  expect(text).toContain("version 1 → 2, prepared by Maya Chen, reviewed by Ben Ode");
  expect(text).toContain("a late refund");
  expect(text).toContain("gap $1.00 → $2.00");
  expect(text).not.toContain("@acme.example");
});

test("the first version is said to be the only one, and however many sources there are it stays one message", () => {
  const first = { ...shown, before: null, lines: [] };
  const lines = Array.from({ length: 3000 }, (_, index) => `line ${index}`);
  const many = Array.from({ length: 30 }, () => ({ ...shown, lines }));

  expect(JSON.stringify(closeDifference("2026-10", [first]))).toContain("version 2, the only one");
  const text = JSON.stringify(closeDifference("2026-10", many).blocks);
  expect(text).toContain("25 more sources");
  expect(text.length).toBeLessThan(14_000);
});
