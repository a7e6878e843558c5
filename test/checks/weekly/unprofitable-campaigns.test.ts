import { DateTime } from "luxon";
import { expect, test } from "vitest";

import check from "#checks/weekly/unprofitable-campaigns.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const wednesday = DateTime.fromISO("2026-10-14T12:00", { zone: "America/New_York" });
const window = { window: "2026-W42" };
const campaigns = [
  { campaign_id: "c1", name: "Store", cost_model: "revshare" },
  { campaign_id: "c2", name: "Clicks", cost_model: "CPC", spend: "1000.00", currency: "USD" },
];

interface Sold {
  readonly pays: string;
  readonly campaign?: string;
  readonly ago?: number;
  readonly more?: Row;
}

/** Conversions of 50.00, each with its commission. */
function sold(count: number, { pays, campaign = "c1", ago = 0, more = {} }: Sold) {
  const at = wednesday.minus({ weeks: ago }).toISO();
  const ids = Array.from({ length: count }, (_, number) => `${campaign}_${ago}_${number}`);
  const record = { status: "approved", currency: "USD", ...more };
  return {
    conversions: ids.map((id) => ({
      ...record,
      conversion_id: id,
      campaign_id: campaign,
      amount: "50.00",
      occurred_at: at,
    })),
    commissions: ids.map((id) => ({
      ...record,
      commission_id: id,
      conversion_id: id,
      amount: pays,
      created_at: at,
    })),
  };
}

function together(...parts: ReturnType<typeof sold>[]) {
  return {
    campaigns,
    conversions: parts.flatMap(({ conversions }) => conversions),
    commissions: parts.flatMap(({ commissions }) => commissions),
  };
}

const usual = [1, 2, 3, 4, 5].map((ago) => sold(12, { pays: "5.00", ago }));

test("a campaign that earns more than it costs passes", async () => {
  const result = await judged(check, together(...usual, sold(12, { pays: "5.00" })), window);

  expect(result).toMatchObject({ outcome: "pass", metric: 10, trend: [10, 10, 10, 10, 10, 10] });
  expect(result.text).toBe(
    "1 campaign sold $600.00 and cost $60.00 (10%); none costs more than it earns.",
  );
  expect(result.drawing).toMatchObject({ kind: "bars", labels: ["Store"] });
});

test("one that costs more than it earns fails, by what is lost", async () => {
  const result = await judged(check, together(...usual, sold(12, { pays: "60.00" })), window);

  expect(result).toMatchObject({ outcome: "fail", metric: 120, atRisk: "120" });
  expect(result.text).toBe(
    "Store (revshare) cost $720.00 for $600.00 of revenue (120%, usually 10%). 1 campaign sold $600.00 and cost $720.00 (120%).",
  );
});

test("one that suddenly costs twice its usual share is a warning", async () => {
  const result = await judged(check, together(...usual, sold(12, { pays: "10.00" })), window);

  expect(result).toMatchObject({ outcome: "warn", metric: 20, atRisk: "60" });
});

test("what is pending counts on both sides, what is refunded on neither", async () => {
  const pending = sold(6, { pays: "5.00", campaign: "c1", more: { status: "pending" } });
  const refunded = sold(12, { pays: "60.00", campaign: "c3", more: { status: "refunded" } });

  const result = await judged(check, together(...usual, pending, refunded), window);

  expect(result).toMatchObject({ outcome: "pass", metric: 10 });
});

test("a campaign that pays for clicks costs its share of the spending", async () => {
  const click = (id: string, ago: number) => ({
    event_id: id,
    type: "click",
    campaign_id: "c2",
    occurred_at: wednesday.minus({ weeks: ago }).toISO(),
  });
  const rows = together(sold(12, { pays: "0.00", campaign: "c2" }));
  const events = ["a", "b", "c", "d"].map((id, at) => click(id, at === 0 ? 3 : 0));

  expect(await judged(check, { ...rows, events }, window)).toMatchObject({
    outcome: "fail",
    atRisk: "150",
  });
  expect((await judged(check, rows, window)).outcome).toBe("no_data");
});

test("nine sales of a dear campaign are too few, and euros are worth dollars", async () => {
  const few = sold(9, { pays: "60.00", more: { currency: "EUR" } });

  expect(await judged(check, together(few), window)).toMatchObject({
    outcome: "pass",
    metric: 120,
  });
  expect((await judged(check, together(few), window)).text).toContain("$495.00 and cost $594.00");
});

test("no sale in the week is no data", async () => {
  expect((await judged(check, together(...usual), window)).outcome).toBe("no_data");
});

test("a week that ends as the clocks go back ends an hour later in UTC", async () => {
  const last = { occurred_at: "2026-11-02T04:59:59Z", created_at: "2026-11-02T04:59:59Z" };
  const next = { occurred_at: "2026-11-02T05:00:00Z", created_at: "2026-11-02T05:00:00Z" };
  const moved = (of: ReturnType<typeof sold>, { occurred_at, created_at }: typeof last) => ({
    conversions: of.conversions.map((row) => ({ ...row, occurred_at })),
    commissions: of.commissions.map((row) => ({ ...row, created_at })),
  });
  const rows = together(
    moved(sold(12, { pays: "5.00", ago: 8 }), last),
    moved(sold(12, { pays: "60.00", ago: 9 }), next),
  );

  const result = await judged(check, rows, { window: "2026-W44" });

  expect(result.text).toContain("sold $600.00 and cost $60.00 (10%)");
});
