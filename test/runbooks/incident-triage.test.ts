import { rm } from "node:fs/promises";

import { expect, test } from "vitest";

import { noCard } from "#model/card.ts";
import type { CardRequest } from "#model/card.ts";
import { aloneInput } from "#runs/perform.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import { openPerformer } from "#runs/shelves.ts";
import type { StepOutcome } from "#step.ts";
import { context } from "../runs/fixtures.ts";
import { smallProgram } from "../runs/program.ts";
import { ranOf } from "./running.ts";

const conversions = `conversion_id,occurred_at,status,amount,currency,partner_id,campaign_id,customer_id
cv_1,2026-10-02T12:00:00Z,approved,40.00,USD,prt_1,cmp_1,cus_1
`;
const events = `event_id,type,occurred_at,amount,currency,conversion_id
ev_1,sale,2026-10-02T12:00:00Z,40.00,USD,cv_1
`;
const cards = `metric,value,window_start,window_end
revenue,40.00,2026-10-01,2026-10-31
funnel,1,2026-10-01,2026-10-31
`;
const customers = `customer_id,email
cus_1,ann@example.com
`;
const changes = `changed_at,actor,module,before,after
2026-10-20T12:00:00Z,ann,rules,14 days,60 days
`;
const request = { source: "acme", context, card: noCard };

test("it compares all there is, puts changes beside it, and leaves to people what only they have", async () => {
  const exports = { conversions, events, customers, cards, config_changes: changes };

  const { told, result } = await ranOf("incident-triage", exports);

  expect(told.map((step) => step.split(": ", 2).join(": "))).toEqual([
    "filters: complete, acme, 2026-10 in America/New_York, USD, scope all, statuses all",
    "commissions: complete, 3 records",
    "payouts: complete, 1 record",
    "conversions: complete, 1 record",
    "events: complete, 1 record",
    "customers: complete, 1 record",
    "cards: complete, 2 records",
    "compare-analytics: attention, Gap 0, no cause",
    "compare-customers: attention, Gap 0, no cause",
    "compare-export: complete, Gap 0.00 USD, no cause",
    "compare-payouts: attention, Gap +13.25 USD, 2 causes",
    "compare-revenue: complete, Gap 0.00 USD, no cause",
    "changes: attention, 1 change",
    "timeline: complete, 1 change, no endpoint watched, 1 gap",
    "rerun-payouts: skipped, Captured once; pass --refresh to capture again",
    "rerun-revenue: skipped, Captured once; pass --refresh to capture again",
    "ids: complete, 1 campaign, 1 program, 2 partners",
    "screenshot: skipped, Left to a person",
    "sign-off: skipped, Not approved, nobody can be asked here",
    "package: skipped, Left to you, once it has ended",
  ]);
  // The revenue that matches, compared last, must not hide the payouts that do not.
  expect(result).toMatchObject({
    verdict: "explained",
    gap: "13.25",
  });
});

test("each gap is laid by day beside the change that stands before it", async () => {
  const changed = changes.replace("2026-10-20T12", "2026-10-03T02");

  const { told, outcomes } = await ranOf("incident-triage", { config_changes: changed });

  expect(told).toContain(
    "timeline: attention, 1 change, no endpoint watched, 1 gap, 2 causes begin within 3 days after a change",
  );
  const tables = outcomes.flatMap(({ report }) => report.filter(({ kind }) => kind === "table"));
  expect(tables).toContainEqual(
    expect.objectContaining({
      caption: "2 causes by day, in America/New_York",
      rows: [
        [
          "Payouts against commissions",
          "Paid although refunded",
          "+20.50 USD",
          "2026-10-03",
          "2026-10-03",
          "rules 2026-10-02",
        ],
        [
          "Payouts against commissions",
          "Approved and not paid",
          "−7.25 USD",
          "2026-10-04",
          "2026-10-04",
          "rules 2026-10-02",
        ],
      ],
    }),
  );
});

test("a status asked for narrows no export: each comparison goes by those that are its own", async () => {
  const exports = { conversions, events, customers, cards };

  const { told, outcomes } = await ranOf("incident-triage", exports, noCard, {
    ...context,
    statuses: ["chargeback"],
  });

  expect(told).toEqual(
    expect.arrayContaining([
      "payouts: complete, 1 record",
      "compare-payouts: attention, Gap +13.25 USD, 2 causes",
      "compare-customers: attention, No records on either side",
    ]),
  );
  const captured = outcomes.flatMap(({ exports: all = [] }) => all);
  expect(new Set(captured.map(({ unfiltered }) => unfiltered))).toEqual(new Set([true]));
});

test("a number read off a card is compared where it belongs", async () => {
  const exports = { conversions, events, cards };
  const read = (card: Partial<CardRequest>) =>
    ranOf("incident-triage", exports, { ...noCard, ...card });

  const revenue = await read({ value: "41.50", metric: "revenue" });
  const clicks = await read({ value: "3", tab: "clicks" });

  expect(revenue.told).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^compare-analytics: attention, Gap 0/),
      expect.stringMatching(/^compare-export: attention, Gap \+1.50 USD/),
      expect.stringMatching(/^compare-revenue: attention, Gap −1.50 USD/),
    ]),
  );
  expect(clicks.told).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^compare-analytics: attention, Gap \+2/),
      "compare-export: complete, Gap 0.00 USD, no cause",
      "compare-revenue: complete, Gap 0.00 USD, no cause",
    ]),
  );
});

test("what is so of every export is told once", async () => {
  const { outcomes } = await ranOf("incident-triage", {}, noCard, { ...context, partner: "prt_1" });

  const texts = outcomes.flatMap(({ report }) =>
    report.flatMap((item) => (item.kind === "text" ? [item.text] : [])),
  );
  expect(texts.filter((text) => text.includes("hold everything"))).toHaveLength(1);
  const found = outcomes.flatMap(({ explanation }) => explanation?.findings ?? []);
  expect(found.filter(({ id }) => id === "unfiltered_export")).toHaveLength(1);
});

test("what the source does not export is left out, and said to be", async () => {
  const { told } = await ranOf("incident-triage");

  expect(told).toEqual(
    expect.arrayContaining([
      "events: skipped, Not available from acme",
      "compare-analytics: skipped, Not compared: events, cards not available from acme",
      "compare-customers: skipped, Not compared: conversions, customers not available from acme",
      "compare-export: skipped, Not compared: conversions, cards not available from acme",
      "compare-payouts: attention, Gap +13.25 USD, 2 causes",
      "compare-revenue: skipped, Not compared: conversions, events not available from acme",
      "changes: skipped, Not available from acme",
      "timeline: complete, Changes not available, no endpoint watched, 1 gap",
      "rerun-revenue: skipped, Not compared before, so there is nothing to capture again",
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
      "compare-revenue: skipped, Not compared: conversions not available from acme",
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
  const reruns = runbook.steps.findIndex(({ kind }) => kind === "rerun");
  for (const step of runbook.steps.slice(0, reruns)) {
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
    "Waits 2m before capture 1 of at most 2 more",
    "Waits 2m before capture 2 of at most 2 more",
    "Converged after 3 captures; the gap went from 13.25 to 0.00",
  ]);
  await rm(folder, { recursive: true });
});
