import { expect, test } from "vitest";

import { UsageError } from "#errors.ts";
import type { Runbook } from "#runbook.ts";
import triage from "../../commands/triage.ts";

const runbook: Runbook = {
  id: "incident-triage",
  sha256: "0".repeat(64),
  text: "",
  title: "Incident triage",
  purpose: "When numbers appear wrong and it is not known which.",
  parameters: ["source", "window", "partner"],
  steps: [{ id: "changes", title: "Check recent changes", kind: "collect" }],
};
const world = {
  runbooks: new Map([[runbook.id, runbook]]),
  cadences: [],
  checks: [],
  endpoints: [],
  changes: () => null,
  today: "2026-11-03",
};
const typed = (text: string) => triage.run({ text, userId: "U1", channelId: "C1" }, world);

test("nothing typed opens the runbook's form", () => {
  expect(typed(" ")).toEqual({ kind: "form", runbook: "incident-triage", given: {} });
});

test("parameters run it at once, by the grammar of /runbook", () => {
  expect(typed('source=acme window=2026-10 partner="prt 003"')).toEqual({
    kind: "run",
    runbook: "incident-triage",
    given: { source: "acme", window: "2026-10", partner: "prt 003" },
  });
});

test("what is no parameter is refused with the accepted form", () => {
  expect(() => typed("2026-10")).toThrow("window=2026-10");
  expect(() => typed("payouts are wrong")).toThrow(UsageError);
  expect(() => typed("hlep")).toThrow("Did you mean `/triage help`?");
});

test("help is one screen that says what it takes", () => {
  const reply = typed("HELP");

  expect(reply).toMatchObject({ kind: "private" });
  expect(reply.kind === "private" && reply.text).toContain("`partner=`");
  expect(reply.kind === "private" && reply.text).toContain("`/triage source=acme window=2026-10`");
});
