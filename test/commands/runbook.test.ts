import { expect, test } from "vitest";

import { UsageError } from "#errors.ts";
import type { Runbook } from "#runbook.ts";
import runbook from "../../commands/runbook.ts";

const payoutMismatch: Runbook = {
  id: "payout-mismatch",
  sha256: "0".repeat(64),
  text: "",
  title: "Affiliate payout mismatch",
  purpose: "Explains to the cent why payouts and commissions differ.",
  parameters: ["source", "window", "partner"],
  steps: [{ id: "commissions", title: "Export commissions", kind: "collect" }],
};
const world = {
  runbooks: new Map([[payoutMismatch.id, payoutMismatch]]),
  cadences: [],
  checks: [],
  endpoints: [],
  changes: (id: string) => `--- ${id}.yml`,
  today: "2026-11-03",
};
const typed = (text: string) => runbook.run({ text, userId: "U1", channelId: "C1" }, world);

test("nothing typed opens the form to choose from", () => {
  expect(typed("")).toEqual({ kind: "form", runbook: null, given: {} });
});

test("a runbook alone opens its form", () => {
  expect(typed(" payout-mismatch ")).toEqual({
    kind: "form",
    runbook: "payout-mismatch",
    given: {},
  });
  expect(typed("Payout-Mismatch")).toMatchObject({ runbook: "payout-mismatch" });
});

test("a runbook with parameters runs at once", () => {
  expect(typed('payout-mismatch source=acme window=2026-10 partner="prt 003"')).toEqual({
    kind: "run",
    runbook: "payout-mismatch",
    given: { source: "acme", window: "2026-10", partner: "prt 003" },
  });
});

test.each(["help", "list", "HELP", "?"])("%s is one screen that names every runbook", (text) => {
  const reply = typed(text);

  expect(reply).toMatchObject({ kind: "private" });
  expect(reply.kind === "private" && reply.text).toContain("`/runbook payout-mismatch`");
  expect(reply.kind === "private" && reply.text).toContain("`partner=`");
});

test.each([
  ["payout-mismach", "Did you mean `/runbook payout-mismatch`?"],
  ["hlep", "Did you mean `/runbook help`?"],
  ["weather", "Type `/runbook list`"],
])("%s is refused with the way on", (text, sentence) => {
  expect(() => typed(text)).toThrow(UsageError);
  expect(() => typed(text)).toThrow(sentence);
});

test("a word that is not key=value is refused with the accepted form", () => {
  expect(() => typed("payout-mismatch october")).toThrow("window=2026-10");
});

test("diff shows what changed in a runbook, and a wrong name gets the nearest", () => {
  expect(typed("diff payout-mismatch")).toEqual({
    kind: "private",
    text: "```\n--- payout-mismatch.yml\n```",
  });
  expect(() => typed("diff payout-mismach")).toThrow("Did you mean `/runbook payout-mismatch`?");
});
