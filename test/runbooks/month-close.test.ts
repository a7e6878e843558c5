import { rm } from "node:fs/promises";

import { expect, onTestFinished, test } from "vitest";

import { noCard } from "#model/card.ts";
import { performAll } from "#runs/perform.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import { openPerformer } from "#runs/shelves.ts";
import { context } from "../runs/fixtures.ts";
import { smallProgram } from "../runs/program.ts";
import type { Program } from "../runs/program.ts";
import { closed, closing } from "../cadence/close/closing.ts";

/** Runs the runbook on the command line, over the small program with a configuration that says more. */
async function told(more: string, asked = context): Promise<string[]> {
  const program = await smallProgram(more);
  onTestFinished(() => rm(program.folder, { recursive: true }));
  return toldOf(program, asked);
}

async function toldOf({ parts }: Program, asked = context): Promise<string[]> {
  const runbook = (await loadRunbooks()).get("month-close");
  if (!runbook) throw new Error("there is no src/runbooks/month-close.yml");
  const steps: string[] = [];
  const request = { source: "acme", context: asked, card: noCard };
  await performAll(runbook, request, await openPerformer(parts), {
    onStep(step, outcome) {
      if (outcome) steps.push(`${step.id}: ${outcome.status}, ${outcome.summary}`);
    },
  });
  return steps;
}

const books = "close: { repository: ./books }\n";

test("it compares, drafts the sheets, and leaves the signing to people", async () => {
  expect(await told(books)).toEqual([
    "commissions: complete, 3 records",
    "payouts: complete, 1 record",
    "conversions: skipped, Not available from acme",
    "events: skipped, Not available from acme",
    "cards: skipped, Not available from acme",
    "compare: attention, Gap +13.25 USD, 2 causes",
    "sheets: attention, 1 sheet drafted",
    "sign: skipped, Left out: on the command line, countercheck close closes a month",
  ]);
});

test("what countercheck close has closed is the same to it, and what differs is asked about", async () => {
  const program = await closing({}, books);
  await closed(program);

  expect((await toldOf(program)).at(-2)).toBe(
    "sheets: complete, Closed already, the same: version 1 by Maya Chen",
  );
  await program.write(
    "exports/payouts.csv",
    "payout_id,status,amount,currency,partner_id,program_id,period_start\npo_1,sent,1.00,USD,prt_1,prg_1,2026-10-01\n",
  );
  expect((await toldOf(program)).at(-2)).toContain("it differs now: payouts_prg_1_usd.csv");
});

test("a part of a month is refused, and so is a configuration without books", async () => {
  await expect(told(books, { ...context, to: "2026-10-15" })).rejects.toThrow("like 2026-10");
  await expect(told("")).rejects.toThrow("add close: { repository: ./books }");
});
