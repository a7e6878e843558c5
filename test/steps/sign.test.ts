import { expect, test } from "vitest";

import { closeTitle } from "#model/close.ts";
import type { SignedClose } from "#model/close.ts";
import type { Answer, StepInput, StepOutcome } from "#step.ts";
import sign from "#steps/sign.ts";
import { ended, evidenceOf, inputOf, saidOf, waits, worldOf } from "./worlds.ts";

const files = [evidenceOf("explanation", closeTitle), evidenceOf("rows", "payouts_usd.csv")];
const drafted: StepOutcome = {
  status: "attention",
  summary: "",
  report: [],
  evidence: files,
  answer: "a late refund",
};
const approves = (by: string, evidence = "now") => saidOf("approve", { by, evidence });

async function run(answers: Answer[], outcome = drafted, more: Partial<StepInput> = {}) {
  const signed: unknown[] = [];
  const world = worldOf({
    async signClose(...given): Promise<SignedClose> {
      signed.push(given);
      const people = { prepared_by: "Maya <m@x>", reviewed_by: ["Ben <b@x>"] };
      const signOff = { version: 2, ...people, reason: "a late refund", evidence: null };
      return { commit: "0123456789abcdef", signOff };
    },
  });
  const settings = sign.settings.parse({ text: "Review the sheets." });
  const input = inputOf({ sheets: outcome }, { evidenceHead: "now", answers, ...more });
  return { result: await sign.run(settings, input, world), signed };
}

test("it asks a second person, and signs nothing before one approves", async () => {
  const { result, signed } = await run([approves("U1")]);

  expect(waits(result).prompt).toMatchObject({
    excludesRequester: true,
    text: "Review the sheets.",
  });
  expect(signed).toEqual([]);
});

test("approved, the kept sheets are signed with who approved them and the reason that was given", async () => {
  const { result, signed } = await run([approves("U2")]);

  expect(ended(result)).toMatchObject({
    status: "complete",
    summary: "Closed: version 2, commit 0123456789",
  });
  expect(ended(result).report).toEqual([
    {
      kind: "text",
      text: "Version 2 is in the books as commit 0123456789abcdef, prepared by Maya, reviewed by Ben.",
    },
  ]);
  expect(signed).toEqual([[files, { reviewers: ["U2"], reason: "a late refund" }]]);
});

test("an approval of other evidence is void", async () => {
  const { result, signed } = await run([approves("U2", "before")]);

  expect(waits(result).prompt?.progress).toContain("void");
  expect(signed).toEqual([]);
});

test("rejected, nothing is signed", async () => {
  const { result, signed } = await run([
    saidOf("reject", { by: "U2", reason: "one payout too much" }),
  ]);

  expect(ended(result)).toMatchObject({
    status: "attention",
    summary: "Not closed, rejected: one payout too much",
  });
  expect(signed).toEqual([]);
});

test("without a draft there is nothing to sign, and on the command line nobody to ask", async () => {
  const none = await run([], { ...drafted, evidence: [] });
  const alone = await run([], drafted, { requestedBy: null });

  expect(ended(none.result)).toMatchObject({ status: "complete" });
  expect(ended(alone.result)).toMatchObject({ status: "skipped" });
});
