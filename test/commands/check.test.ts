import { expect, test } from "vitest";

import { UsageError } from "#errors.ts";
import check from "../../commands/check.ts";

const world = {
  runbooks: new Map(),
  cadences: ["daily", "weekly", "monthly"],
  checks: ["tracking-silence", "stuck-payouts"],
  endpoints: [],
  changes: () => null,
  today: "2026-11-18",
};
const typed = (text: string) => check.run({ text, userId: "U1", channelId: "C1" }, world);

test("nothing typed opens the form", () => {
  expect(typed("  ")).toEqual({ kind: "check_form", what: null });
});

test("a cadence or a check is judged at once, over the window given or the last one", () => {
  expect(typed("weekly window=2026-W46 source=acme")).toEqual({
    kind: "check",
    what: "weekly",
    given: { window: "2026-W46", source: "acme" },
  });
  expect(typed("Tracking-Silence")).toEqual({
    kind: "check",
    what: "tracking-silence",
    given: {},
  });
});

test("a typo gets the nearest word, of what is judged and of what it takes", () => {
  expect(() => typed("wekly")).toThrow("Did you mean `/check weekly`?");
  expect(() => typed("stuck-payout")).toThrow("Did you mean `/check stuck-payouts`?");
  expect(() => typed("lits")).toThrow("Did you mean `/check list`?");
  expect(() => typed("everything-at-once")).toThrow("`/check list`");
  expect(() => typed("weekly windw=2026-W46")).toThrow("Did you mean `window=`?");
  expect(() => typed("weekly 2026-10")).toThrow(UsageError);
});

test("list shows every check with its last outcome", () => {
  expect(typed("LIST")).toEqual({ kind: "check_list" });
});

test("help is one screen that says what can be typed", () => {
  const reply = typed("help");

  expect(reply.kind === "private" && reply.text).toContain("`/check weekly window=2026-W46`");
  expect(reply.kind === "private" && reply.text).toContain("`daily`, `weekly`, `monthly`");
});
