import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, expect, test } from "vitest";

import { noCard } from "#model/card.ts";
import { chosenCard } from "#reconcile/cards/choice.ts";
import { noCardFor } from "#reconcile/cards/refusals.ts";
import { october } from "../october.ts";
import { tableOf } from "../tables.ts";
import type { Row } from "../tables.ts";

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run("SET TimeZone = 'UTC'; SET threads = 1");
afterAll(() => connection.closeSync());

interface Asked {
  readonly cards: readonly Row[];
  readonly conversions?: readonly Row[];
  readonly context?: Partial<typeof october>;
  readonly strictStatuses?: boolean;
}

async function choose({ cards, conversions = [], context = {}, strictStatuses = false }: Asked) {
  const asked = { ...october, ...context };
  const input = {
    connection,
    tables: {
      cards: await tableOf(connection, "cards", cards),
      conversions: await tableOf(connection, "conversions", conversions),
    },
    rates: null,
    context: asked,
    card: noCard,
    sourceTimezone: "UTC",
    findings: [],
  };
  const search = { metric: "revenue", asked, strictStatuses };
  const choice = await chosenCard(input, search);
  return { ...choice, refusal: noCardFor(input, search, choice.nearest).message };
}

const revenue: Row = {
  metric: "revenue",
  value: "1",
  window_start: "2026-10-01",
  window_end: "2026-10-31",
  captured_at: "2026-11-03T08:00:00Z",
};
const ofAcme: Row = { ...revenue, workspace_id: "ws_acme", value: "7" };
const later = { captured_at: "2026-11-09T08:00:00Z" };

test.each([
  [{ currency: "EUR" }],
  [{ window_start: null, window_end: null }],
  [{ timezone: "UTC" }],
  [{ statuses: "approved" }],
])(
  "a card that says otherwise stands behind one that does not, however late: %o",
  async (other) => {
    const { card } = await choose({
      cards: [{ ...revenue, ...later, ...other, value: "2" }, revenue],
    });

    expect(card?.value).toBe("1.0000000000");
  },
);

test("the statuses asked for choose between the cards that say theirs", async () => {
  const cards = [
    { ...revenue, statuses: "all", value: "2" },
    { ...revenue, statuses: "Approved", value: "3" },
  ];

  const all = await choose({ cards });
  const approved = await choose({ cards, context: { statuses: ["approved"] } });

  expect([all.card?.value, approved.card?.value]).toEqual(["2.0000000000", "3.0000000000"]);
});

test("other statuses weigh more than another zone, in which a card can still be read", async () => {
  const cards = [
    { ...revenue, statuses: "approved", value: "2" },
    { ...revenue, statuses: "all", timezone: "UTC", value: "3" },
  ];

  expect((await choose({ cards })).card?.value).toBe("3.0000000000");
});

test("where no workspace was asked for, the card of the only one is meant, and that is said", async () => {
  const { card, findings } = await choose({ cards: [ofAcme] });

  expect(card).toMatchObject({ value: "7.0000000000", scope: { workspace: null } });
  expect(findings).toMatchObject([
    {
      id: "card_of_only_workspace",
      severity: "info",
      message: expect.stringContaining("of workspace ws_acme, the only one there is"),
    },
  ]);
});

test("so it is for a campaign of that workspace", async () => {
  const ofCampaign = { ...ofAcme, campaign_id: "cmp_02", value: "3" };

  const { card } = await choose({ cards: [ofAcme, ofCampaign], context: { campaign: "cmp_02" } });

  expect(card).toMatchObject({ value: "3.0000000000", scope: { campaign: "cmp_02" } });
});

test("a card of everything goes before that of the only workspace", async () => {
  const { card, findings } = await choose({ cards: [{ ...ofAcme, ...later }, revenue] });

  expect([card?.value, findings]).toEqual(["1.0000000000", []]);
});

test("no workspace is meant where cards or records name another", async () => {
  const another = { ...ofAcme, workspace_id: "ws_zenith", metric: "clicks" };
  const conversion = {
    conversion_id: "cv_1",
    occurred_at: "2026-10-10T12:00:00Z",
    status: "approved",
    amount: "1",
    currency: "USD",
    workspace_id: "ws_zenith",
  };

  expect((await choose({ cards: [ofAcme, another] })).card).toBeNull();
  expect((await choose({ cards: [ofAcme], conversions: [conversion] })).card).toBeNull();
  expect((await choose({ cards: [ofAcme], context: { workspace: "ws_zenith" } })).card).toBeNull();
});

test("a refusal lists at most three cards there are, the nearest first, as one would ask for them", async () => {
  const campaigns = ["cmp_01", "cmp_02", "cmp_03", "cmp_04"];
  const cards = [
    ...campaigns.map((campaign_id) => ({ ...ofAcme, campaign_id })),
    { ...ofAcme, campaign_id: "cmp_01", link_id: "lnk_1" },
    { ...ofAcme, workspace_id: "ws_zenith" },
    { ...ofAcme, window_start: "2026-09-01", window_end: "2026-09-30" },
    ofAcme,
  ];

  const { nearest, refusal } = await choose({ cards });

  expect(nearest).toEqual([
    "workspace=ws_acme",
    "workspace=ws_zenith",
    "workspace=ws_acme campaign=cmp_01",
  ]);
  expect(refusal).toBe(
    "The cards export has no revenue card for window 2026-10, scope all; it has one for workspace=ws_acme, workspace=ws_zenith and workspace=ws_acme campaign=cmp_01: ask for one of them, or read the value off the dashboard and give it as card=12400.00 (--card 12400.00).",
  );
});

test.each([
  [{ window_start: "2026-09-01", window_end: "2026-09-30" }, {}, "window=2026-09"],
  [{}, { campaign: "cmp_9" }, "no campaign"],
  [{ statuses: "pending|approved" }, { statuses: ["approved"] }, "status=approved,pending"],
])("what to ask for says no more than what differs: %o", async (card, context, said) => {
  const { nearest } = await choose({
    cards: [{ ...revenue, ...card }],
    context,
    strictStatuses: true,
  });

  expect(nearest).toEqual([said]);
});

test("two as good that differ are refused, in value or in zone", async () => {
  await expect(choose({ cards: [revenue, { ...revenue, value: "2" }] })).rejects.toThrow(
    "two revenue cards for scope all (window 2026-10) that differ",
  );
  const [utc, tokyo] = ["UTC", "Asia/Tokyo"].map((timezone) => ({ ...revenue, timezone }));
  await expect(choose({ cards: [utc ?? {}, tokyo ?? {}] })).rejects.toThrow("two revenue cards");
  expect((await choose({ cards: [revenue, revenue] })).card?.value).toBe("1.0000000000");
});
