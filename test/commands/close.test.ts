import { expect, test } from "vitest";

import { UsageError } from "#errors.ts";
import close from "../../commands/close.ts";

const world = {
  runbooks: new Map(),
  cadences: [],
  checks: [],
  endpoints: [],
  changes: () => null,
  today: "2026-11-03",
};
const typed = (text: string) => close.run({ text, userId: "U1", channelId: "C1" }, world);

test("nothing typed opens the runbook's form", () => {
  expect(typed(" ")).toEqual({ kind: "form", runbook: "month-close", given: {} });
});

test("a month is closed at once, of the source that is named", () => {
  const run = { kind: "run", runbook: "month-close" };

  expect(typed("2026-10")).toEqual({ ...run, given: { window: "2026-10" } });
  expect(typed("2026-10  source=acme")).toEqual({
    ...run,
    given: { source: "acme", window: "2026-10" },
  });
});

test("its difference is asked for by a word", () => {
  const difference = { kind: "close_difference", month: "2026-10" };

  expect(typed("2026-10 diff")).toEqual({ ...difference, source: null });
  expect(typed("2026-10 DIFF source=acme")).toEqual({ ...difference, source: "acme" });
});

test("what is no month, and what would close a part of one, is refused with the accepted form", () => {
  expect(() => typed("october")).toThrow("type `/close 2026-10`");
  expect(() => typed("hlep")).toThrow("Did you mean `/close help`?");
  expect(() => typed("2026-10 partner=prt_1")).toThrow("partner cannot be given");
  expect(() => typed("2026-10 dif")).toThrow(UsageError);
});

test("help is one screen", () => {
  const reply = typed("HELP");

  expect(reply.kind === "private" && reply.text).toContain("`/close 2026-10 diff`");
});
