import { expect, test } from "vitest";

import type { CardRequest } from "#model/card.ts";
import { noCard } from "#model/card.ts";
import type { Dataset } from "#model/datasets.ts";
import compare from "#steps/compare.ts";
import { realWorld } from "../steps/real-world.ts";
import { ended, inputOf } from "../steps/worlds.ts";
import { context } from "./fixtures.ts";

const campaigns = "campaign_id,cost_model\ncmp_1,CPA\ncmp_2,cpl\ncmp_3,cpa\ncmp_4,\n";
/** Of the campaigns by action cmp_1 and cmp_3: 10 + 20 approved, 40 pending; cu_1 bought twice. */
const conversions = [
  "conversion_id,occurred_at,status,amount,currency,customer_id,campaign_id",
  "cv_1,2026-10-05,approved,10.00,USD,cu_1,cmp_1",
  "cv_2,2026-10-06,approved,20.00,USD,cu_1,cmp_3",
  "cv_3,2026-10-07,pending,40.00,USD,cu_2,cmp_1",
  "cv_4,2026-10-08,approved,80.00,USD,cu_3,cmp_2",
  "cv_5,2026-10-09,approved,160.00,USD,cu_4,",
  "cv_6,2026-10-09,approved,320.00,USD,cu_5,cmp_4",
  "cv_7,2026-10-09,approved,640.00,USD,cu_6,cmp_9",
].join("\n");
const customers = "customer_id\ncu_1\ncu_2\ncu_3\n";
const events = [
  "event_id,type,occurred_at,campaign_id",
  "ev_1,sale,2026-10-05,cmp_1",
  "ev_2,sale,2026-10-05,cmp_2",
  "ev_3,sale,2026-10-05,",
].join("\n");
const cards = "metric,value\nrevenue,31.00\nsales,3\n";
const all = { campaigns, conversions, customers, events, cards };

/** What comparing by a cost model comes to, in a program of these exports. */
async function comparing(
  reconciliation: string,
  collected: readonly Dataset[],
  {
    model = "cpa",
    card = {},
    files = all,
    optional = false,
  }: {
    model?: string;
    card?: Partial<CardRequest>;
    files?: Readonly<Record<string, string>>;
    optional?: boolean;
  } = {},
) {
  const asked = { context: { ...context, cost_model: model }, card: { ...noCard, ...card } };
  const world = await realWorld(files, inputOf({}, asked));
  const exports = [];
  for (const dataset of collected) exports.push(await world.collect(dataset));
  const outcomes = {
    collect: { status: "complete", summary: "", report: [], evidence: [], exports } as const,
  };
  return ended(await compare.run({ reconciliation, optional }, inputOf(outcomes, asked), world));
}

test("only conversions of campaigns of the cost model are counted, and its campaigns are evidence", async () => {
  const { explanation, evidence, exports } = await comparing("customer-count-mismatch", [
    "conversions",
    "customers",
  ]);

  expect(explanation).toMatchObject({
    expected: { amount: "3", rows: 3 },
    actual: { amount: "2" },
    gap: "-1",
    causes: [{ cause: "repeat_purchase", examples: ["cv_2"] }],
  });
  expect(exports).toMatchObject([{ dataset: "campaigns", rows: 4, unfiltered: true }]);
  expect(evidence.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["export", "manifest"]));
});

test("a card read off is explained to the cent within a cost model", async () => {
  const { explanation } = await comparing("export-mismatch", ["conversions"], {
    card: { value: "70.00", metric: "revenue" },
  });

  expect(explanation).toMatchObject({
    expected: { amount: "30.00", rows: 2 },
    gap: "40.00",
    causes: [{ cause: "statuses", amount: "40.00" }],
    unexplained: "0.00",
  });
});

test("events of another cost model are out of scope", async () => {
  const { explanation } = await comparing("sparse-analytics", ["events", "cards"], {
    card: { tab: "sales" },
  });

  expect(explanation).toMatchObject({
    actual: { amount: "1" },
    causes: [{ cause: "out_of_scope", amount: "-2" }],
    unexplained: "0",
  });
  expect(explanation?.findings.map(({ id }) => id)).toContain("no_card");
});

test("a card of the export is not taken for one of a cost model", async () => {
  await expect(comparing("export-mismatch", ["conversions", "cards"])).rejects.toMatchObject({
    message: expect.stringContaining("No card of the cards export is of one cost model") as string,
    fields: ["card", "cost_model"],
  });
});

const { campaigns: _gone, ...without } = all;

const byCustomer = ["customer-count-mismatch", ["conversions", "customers"]] as const;
const byPayout = ["payout-mismatch", ["commissions", "payouts"]] as const;
const bare = { ...all, campaigns: "campaign_id\ncmp_1\n" };

test.each([
  ['No campaign has the cost model "cpaa". Did you mean cpa?', byCustomer, { model: "cpaa" }],
  ["Known: cpa, cpl.", byCustomer, { model: "flat-fee" }],
  ["acme does not export them; configure acme to", byCustomer, { files: without }],
  ["The campaigns export has no cost_model column", byCustomer, { files: bare }],
  ["of which none names a campaign, so cost_model=cpa cannot be told", byPayout, {}],
] as const)("it is refused, or said where it is optional: %s", async (sentence, sides, given) => {
  const [reconciliation, collected] = sides;
  const message = expect.stringContaining(sentence) as string;

  await expect(comparing(reconciliation, collected, given)).rejects.toMatchObject({
    message,
    fields: ["cost_model"],
  });
  expect(await comparing(reconciliation, collected, { ...given, optional: true })).toMatchObject({
    status: "attention",
    summary: message,
  });
});

test("records that name no campaign column cannot be told by cost model", async () => {
  const files = { ...all, conversions: conversions.replace("campaign_id", "group") };

  await expect(
    comparing("customer-count-mismatch", ["conversions", "customers"], { files }),
  ).rejects.toMatchObject({ fields: ["cost_model"] });
});

test("a date basis is refused where records are counted by when they happened", async () => {
  const asked = { context: { ...context, date_basis: "paid" as const } };
  const world = await realWorld(all, inputOf({}, asked));
  const exports = [await world.collect("conversions"), await world.collect("customers")];
  const collect = { status: "complete", summary: "", report: [], evidence: [], exports } as const;

  await expect(
    compare.run({ reconciliation: "customer-count-mismatch" }, inputOf({ collect }, asked), world),
  ).rejects.toMatchObject({ fields: ["date_basis"] });
});
