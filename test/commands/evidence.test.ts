import { expect, test } from "vitest";

import { UsageError } from "#errors.ts";
import evidence from "../../commands/evidence.ts";

const world = {
  runbooks: new Map(),
  cadences: [],
  checks: [],
  endpoints: [],
  changes: () => null,
  today: "2026-11-03",
};
const typed = (text: string) => evidence.run({ text, userId: "U1", channelId: "C1" }, world);
const id = "01M7YKG6SMVWVTAA9M36YAQDT8";

test.each(["", "  ", "list"])("“%s” leaves the run to be chosen", (text) => {
  expect(typed(text)).toEqual({ kind: "evidence", run: null });
});

test.each([
  ["last", "last"],
  ["Last", "last"],
  [id, id],
  [id.toLowerCase(), id],
  [`\`${id}\``, id],
])("%s names the run", (text, run) => {
  expect(typed(text)).toEqual({ kind: "evidence", run });
});

test.each([
  ["lats", "Did you mean `/evidence last`?"],
  ["hlep", "Did you mean `/evidence help`?"],
  [id.slice(1), "the id of a run: 26 letters and digits"],
  ["payout-mismatch", "`/evidence last`"],
])("%s is refused with the accepted form", (text, sentence) => {
  expect(() => typed(text)).toThrow(UsageError);
  expect(() => typed(text)).toThrow(sentence);
});

test("help is one screen that says what makes a package complete", () => {
  const reply = typed("help");

  expect(reply.kind === "private" && reply.text).toContain("a screenshot with its date range");
});
