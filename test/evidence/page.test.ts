import { rm } from "node:fs/promises";

import { expect, onTestFinished, test } from "vitest";
import { fromBufferPromise } from "yauzl";

import type { RunRecord } from "#evidence/run-record.ts";
import type { SignOff } from "#evidence/sign-offs.ts";
import { explanation } from "../slack/example-run.ts";
import { explained, packed, sampleRun } from "./sample.ts";
import type { Given } from "./sample.ts";

/** The texts of a sample's package by their names. */
async function textsOf(
  given: readonly Given[],
  changes: Partial<RunRecord> = {},
): Promise<Readonly<Record<string, string>>> {
  const sample = await sampleRun(given, changes);
  onTestFinished(() => rm(sample.folder, { recursive: true }));
  const texts: Record<string, string> = {};
  const opened = await fromBufferPromise((await packed(sample)).bytes);
  for await (const entry of opened.eachEntry()) {
    const pieces: Buffer[] = [];
    for await (const piece of await opened.openReadStreamPromise(entry))
      pieces.push(piece as Buffer);
    texts[entry.fileName] = Buffer.concat(pieces).toString();
  }
  return texts;
}

const open = { ...explanation, causes: [], gap: "-5.00", unexplained: "-5.00" };
const counts = {
  ...open,
  expected: { amount: "7", currency: null, rows: 7 },
  actual: { amount: "2", currency: null, rows: 2 },
  gap: "-5",
  unexplained: "-5",
  hypotheses: [{ changes: { timezone: "UTC" }, value: "2" }],
};

test("every comparison has its section and its folder, the one that decides first", async () => {
  const texts = await textsOf([
    explained(explanation, "payout-mismatch"),
    explained(counts, "customer-count-mismatch"),
  ]);
  const { "index.html": page = "", "manifest.json": manifest = "" } = texts;
  const folders = Object.keys(texts).filter((name) => name.endsWith("explanation.json"));

  expect(folders).toEqual([
    "gap/customer-count-mismatch/explanation.json",
    "gap/payout-mismatch/explanation.json",
  ]);
  expect(JSON.parse(manifest)).toMatchObject({ verdict: "unexplained" });
  const [first, second] = page.match(/<h2>Why the two sides differ: [^<]*/g) ?? [];
  expect(first).toContain("Customers against conversions");
  expect(second).toContain("Payouts against commissions");
  expect(page).toContain("What would explain the card");
  expect(page).toContain("timezone UTC");
});

test("of a reconciliation that was captured again the last comparison stands", async () => {
  const again = { ...explained(open), file: "again.json" };
  const texts = await textsOf([explained(explanation), again]);

  expect(Object.keys(texts).filter((name) => name.startsWith("gap/"))).toHaveLength(3);
  expect(JSON.parse(texts["gap/payout-mismatch/explanation.json"] ?? "")).toEqual(open);
});

test("the configuration changes themselves are in the package and on its page", async () => {
  const change = {
    changed_at: "2026-10-09T14:00:00Z",
    module: "currency",
    actor: "ops@acme.example",
    before: "USD",
    after: "EUR",
    note: null,
  };
  const document = { from: null, to: null, modules: null, changes: [change] };
  const data = JSON.stringify(document);
  const texts = await textsOf([{ kind: "config_changes", file: "changes.json", data }]);

  expect(JSON.parse(texts["config-changes.json"] ?? "")).toMatchObject([{ changes: [change] }]);
  for (const cell of ["2026-10-09 14:00:00 UTC", "currency", "ops@acme.example", "USD", "EUR"]) {
    expect(texts["index.html"]).toContain(`<td>${cell}</td>`);
  }
});

const said = { action: "approve", by: "U2", at: "2026-11-03T09:05:00.000Z", reason: null } as const;
const asked: SignOff = {
  step: "Sign off",
  question: "Release the payouts?",
  state: "open",
  summary: "Waits for a second person",
  said: [{ ...said, evidence: "aa11", void: true }],
};

test("an approval is told with the evidence it is bound to, and whether it is void", async () => {
  const texts = await textsOf([], { sign_offs: [asked] });

  expect(JSON.parse(texts["approvals.json"] ?? "")).toEqual([asked]);
  expect(texts["index.html"]).toContain("Not approved yet");
  expect(texts["index.html"]).toContain("approved; void, because evidence was added since");
  expect(texts["index.html"]).toContain("<code>aa11</code>");
});

test.each<[string, Partial<SignOff>, string]>([
  ["rejected", { state: "rejected", summary: "Rejected: wrong" }, "Rejected: wrong"],
  ["asked in vain", { state: "unanswered" }, "Asked, and not approved"],
  ["nobody asked", { state: "not_asked", question: null }, "Nobody was asked"],
])("what became of a sign-off stands on the page: %s", async (_, changes, words) => {
  const { "index.html": page } = await textsOf([], {
    sign_offs: [{ ...asked, said: [], ...changes }],
  });

  expect(page).toContain(words);
  expect(page).not.toContain("asks for an approval");
});

test("the transcript says what it leaves out", async () => {
  const { "index.html": page = "" } = await textsOf([]);

  expect(page.replaceAll(/\s+/g, " ")).toContain(
    "Left out: what else people wrote to each other, which it does not keep",
  );
});

test("a run without such a step says so", async () => {
  const { "index.html": page } = await textsOf([], { sign_offs: [] });

  expect(page).toContain("No step of this run asks for an approval.");
});
