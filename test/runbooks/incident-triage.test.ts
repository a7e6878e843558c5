import { rm } from "node:fs/promises";

import { expect, test } from "vitest";

import { noCard } from "#model/card.ts";
import { aloneInput, performAll } from "#runs/perform.ts";
import { resultOf } from "#runs/result.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import { openPerformer } from "#runs/shelves.ts";
import type { StepOutcome } from "#step.ts";
import { context } from "../runs/fixtures.ts";
import { smallProgram } from "../runs/program.ts";

const more = `      conversions: { files: 'conversions*.csv' }
      events: { files: 'events*.csv' }
      cards: { files: 'cards*.csv' }
      config_changes: { files: 'changes*.csv' }
`;
const conversions = `conversion_id,occurred_at,status,amount,currency,partner_id,campaign_id
cv_1,2026-10-02T12:00:00Z,approved,40.00,USD,prt_1,cmp_1
`;
const events = `event_id,type,occurred_at,amount,currency,conversion_id
ev_1,sale,2026-10-02T12:00:00Z,40.00,USD,cv_1
`;
const cards = `metric,value,window_start,window_end
revenue,40.00,2026-10-01,2026-10-31
`;
const changes = `changed_at,actor,module,before,after
2026-10-20T12:00:00Z,ann,rules,14 days,60 days
`;
const request = { source: "acme", context, card: noCard };

async function triage() {
  const runbook = (await loadRunbooks()).get("incident-triage");
  if (!runbook) throw new Error("the runbook is not on its shelf");
  return runbook;
}

test("it compares all there is, puts changes beside it, and leaves to people what only they have", async () => {
  const program = await smallProgram(more);
  await program.write("exports/conversions.csv", conversions);
  await program.write("exports/events.csv", events);
  await program.write("exports/cards.csv", cards);
  await program.write("exports/changes.csv", changes);
  const told: string[] = [];

  const runbook = await triage();
  const outcomes = await performAll(runbook, request, await openPerformer(program.parts), {
    onStep({ id }, outcome) {
      if (outcome) told.push(`${id}: ${outcome.status}, ${outcome.summary.split(":")[0]}`);
    },
  });

  expect(told).toEqual([
    "filters: complete, acme, 2026-10 in America/New_York, USD, scope all, statuses all",
    "commissions: complete, 3 records",
    "payouts: complete, 1 record",
    "conversions: complete, 1 record",
    "events: complete, 1 record",
    "cards: complete, 1 record",
    "compare-payouts: attention, Gap +13.25 USD, 2 causes",
    "compare-revenue: complete, Gap 0.00 USD, no cause",
    "changes: attention, 1 change",
    "rerun-payouts: complete, Captured once; pass --refresh to capture again",
    "rerun-revenue: complete, Captured once; pass --refresh to capture again",
    "ids: complete, 1 campaign, 1 program, 2 partners",
    "screenshot: skipped, Left to a person",
    "package: skipped, Left out",
  ]);
  // The revenue that matches, compared last, must not hide the payouts that do not.
  expect(resultOf(runbook.id, context, outcomes, "data")).toMatchObject({
    verdict: "explained",
    gap: "13.25",
  });
  await rm(program.folder, { recursive: true });
});

test("what the source does not export is left out, and said to be", async () => {
  const { folder, parts } = await smallProgram();
  const told: Record<string, string> = {};

  await performAll(await triage(), request, await openPerformer(parts), {
    onStep({ id }, outcome) {
      if (outcome) told[id] = outcome.summary;
    },
  });

  expect(told).toMatchObject({
    events: "Not available from acme",
    "compare-payouts": "Gap +13.25 USD, 2 causes",
    "compare-revenue": "Not compared: conversions, events not available from acme",
    changes: "Not available from acme",
    "rerun-revenue": "Not compared before, so there is nothing to capture again",
  });
  await rm(folder, { recursive: true });
});

test("it is run again with the same window until two captures agree", async () => {
  const program = await smallProgram();
  const { folder, parts } = program;
  const performer = await openPerformer(parts);
  const runbook = await triage();
  const outcomes: Record<string, StepOutcome> = {};
  const input = { ...aloneInput(runbook.id, request, true), runId: "01RUN", outcomes };
  const { signal } = new AbortController();
  for (const step of runbook.steps.slice(0, 8)) {
    outcomes[step.id] = (await performer.perform({ step, input, signal })) as StepOutcome;
  }
  const [step] = runbook.steps.filter(({ id }) => id === "rerun-payouts");
  if (!step) throw new Error("the runbook captures nothing again");
  await program.write(
    "exports/payouts.csv",
    "payout_id,status,amount,currency,partner_id,program_id,period_start\npo_1,completed,107.25,USD,prt_1,prg_1,2026-10-01\n",
  );
  const said: string[] = [];

  let again = input;
  for (let time = 0; time < 3; time += 1) {
    const result = await performer.perform({ step, input: again, signal });
    said.push(result.summary);
    if (result.status === "waiting") {
      again = { ...again, at: result.until ?? "", memory: result.memory as null };
    }
  }
  await performer.release("01RUN");

  expect(said).toEqual([
    "Waits 2m before capture 1 of at most 4 more",
    "Waits 2m before capture 2 of at most 4 more",
    "Converged after 3 captures; the gap went from 13.25 to 0.00",
  ]);
  await rm(folder, { recursive: true });
});
