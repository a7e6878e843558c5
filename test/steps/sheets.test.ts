import { expect, test } from "vitest";

import type { CloseFacts, DraftedClose, SignOff } from "#model/close.ts";
import { closeTitle } from "#model/close.ts";
import type { Answer } from "#step.ts";
import sheets from "#steps/sheets.ts";
import { ended, evidenceOf, inputOf, saidOf, waits, worldOf } from "./worlds.ts";

const side = { amount: "10.00", currency: "USD", rows: 1 };
const facts: CloseFacts = {
  month: "2026-10",
  source: "acme",
  timezone: "UTC",
  currency: "USD",
  sheets: [
    {
      file: "payouts_prg_1_usd.csv",
      sha256: "aa",
      reconciliation: "payout-mismatch",
      program: "prg_1",
      currency: "USD",
      verdict: "match",
      expected: side,
      actual: side,
      gap: "0.00",
      causes: [],
      unexplained: "0.00",
      findings: [],
    },
  ],
  findings: [],
  open: null,
  left_out: ["Revenue is not compared: there is no card."],
  files: [],
};
const files = [evidenceOf("explanation", closeTitle), evidenceOf("rows", "payouts_prg_1_usd.csv")];
const signOff: SignOff = {
  version: 1,
  prepared_by: "Maya <m@x>",
  reviewed_by: [],
  reason: null,
  evidence: null,
};

function run(before: DraftedClose["before"], answers: Answer[] = [], more: object = {}) {
  const { open = null, ...input } = more as { open?: string | null };
  const world = worldOf({ draftClose: async () => ({ facts: { ...facts, open }, files, before }) });
  return sheets.run(sheets.settings.parse({}), inputOf({}, { answers, ...input }), world);
}

const difference = { sentence: "actual $9.00 → $10.00", lines: ["  actual $9.00 → $10.00"] };

test("a first draft is told by sheet, with its files and what was left out", async () => {
  const outcome = ended(await run(null));

  expect(outcome).toMatchObject({
    status: "complete",
    summary: "1 sheet drafted",
    evidence: files,
  });
  expect(outcome.report[0]).toMatchObject({
    rows: [["Payouts, prg_1, USD", "match", "$10.00", "$10.00", "0.00", "0.00"]],
  });
  expect(outcome.report[1]).toEqual({ kind: "text", text: facts.left_out[0] });
});

test("a month closed the same leaves nothing to sign", async () => {
  expect(ended(await run({ signOff, difference: null }))).toMatchObject({
    status: "complete",
    summary: "Closed already, the same: version 1 by Maya",
    evidence: [],
  });
});

test("a month that differs from what was closed asks why it is closed anew", async () => {
  expect(waits(await run({ signOff, difference })).prompt?.text).toContain(
    "differs now: actual $9.00 → $10.00. Say why",
  );
  const answered = ended(
    await run({ signOff, difference }, [saidOf("answer", { value: "a late refund" })]),
  );
  expect(answered).toMatchObject({
    status: "attention",
    summary: "1 sheet drafted; closed anew: a late refund",
    answer: "a late refund",
    evidence: files,
  });
  expect(JSON.stringify(answered.report)).toContain("differs from the version before");
});

test("skipped, it leaves what was closed as it is", async () => {
  const skipped = await run({ signOff, difference }, [saidOf("skip", { reason: "not now" })]);

  expect(ended(skipped)).toMatchObject({ status: "skipped", evidence: [] });
});

test("a month that is not ready asks why it is closed all the same, and tells it with the sheets", async () => {
  const open = "2026-10 cannot be closed yet: 1 payout failed ($9.00).";

  expect(waits(await run(null, [], { open })).prompt?.text).toBe(
    `${open} Say why it is closed all the same, or skip.`,
  );
  expect(waits(await run({ signOff, difference }, [], { open })).prompt?.text).toMatch(
    /differs now: .* 1 payout failed .* Say why it is closed anew, or skip\.$/,
  );
  const answered = ended(
    await run(null, [saidOf("answer", { value: "the bank is late" })], { open }),
  );
  expect(answered).toMatchObject({
    status: "attention",
    summary: "1 sheet drafted; closed though not ready: the bank is late",
    answer: "the bank is late",
  });
  expect(answered.report).toContainEqual({ kind: "text", text: `Not ready: ${open}` });
});

test("on the command line, where nothing is signed, nothing is asked", async () => {
  const outcome = await run(null, [], { open: "1 payout failed.", requestedBy: null });

  expect(ended(outcome)).toMatchObject({ status: "complete", summary: "1 sheet drafted" });
});
