import { rm } from "node:fs/promises";

import { expect, test } from "vitest";

import { noCard } from "#model/card.ts";
import { aloneInput } from "#runs/perform.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import { openPerformer } from "#runs/shelves.ts";
import type { StepOutcome } from "#step.ts";
import { context } from "../runs/fixtures.ts";
import { smallProgram } from "../runs/program.ts";
import { ranOf } from "./running.ts";

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

test("it compares all there is, puts changes beside it, and leaves to people what only they have", async () => {
  const exports = { conversions, events, cards, config_changes: changes };

  const { told, result } = await ranOf("incident-triage", exports);

  expect(told.map((step) => step.split(": ", 2).join(": "))).toEqual([
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
  expect(result).toMatchObject({
    verdict: "explained",
    gap: "13.25",
  });
});

test("what the source does not export is left out, and said to be", async () => {
  const { told } = await ranOf("incident-triage");

  expect(told).toEqual(
    expect.arrayContaining([
      "events: complete, Not available from acme",
      "compare-payouts: attention, Gap +13.25 USD, 2 causes",
      "compare-revenue: complete, Not compared: conversions, events not available from acme",
      "changes: complete, Not available from acme",
      "rerun-revenue: complete, Not compared before, so there is nothing to capture again",
    ]),
  );
});

test("an export that cannot be read is told, and the rest is compared all the same", async () => {
  const { told } = await ranOf("incident-triage", {
    conversions: "",
    events,
    config_changes: "who,when\nann,today\n",
  });

  expect(told).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        /^conversions: attention, Not available: .*is empty; export it again\.$/,
      ),
      "events: complete, 1 record",
      "compare-payouts: attention, Gap +13.25 USD, 2 causes",
      "compare-revenue: complete, Not compared: conversions not available from acme",
      expect.stringMatching(/^changes: attention, Not available: /),
    ]),
  );
});

test("it is run again with the same window until two captures agree", async () => {
  const program = await smallProgram();
  const { folder, parts } = program;
  const performer = await openPerformer(parts);
  const runbook = (await loadRunbooks()).get("incident-triage");
  if (!runbook) throw new Error("the runbook is not on its shelf");
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
