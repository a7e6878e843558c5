import { expect, test } from "vitest";

import check from "#checks/always/mixed-currencies.ts";
import { judged } from "../judged.ts";
import { click, daily, sale, tuesday } from "../daily/days.ts";

const euros = (count: number) =>
  daily(
    (ago) => (ago < 25 ? 1 : 0),
    (ago, number) =>
      sale(ago, number, { partner_id: "prt_1", currency: ago < count ? "USD" : "EUR" }),
  );

test("a partner in its own currency passes", async () => {
  const result = await judged(check, { conversions: euros(0) }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", text: "Currencies of 1 conversion agree." });
});

test("a sale in another currency than the partner's usual one fails", async () => {
  const result = await judged(check, { conversions: euros(1) }, tuesday);

  expect(result).toMatchObject({ outcome: "fail", metric: 1, atRisk: "10" });
  expect(result.text).toBe(
    "1 conversion comes in another currency than usual (cv_0_0: USD, partner prt_1 usually EUR). $10.00 is at stake.",
  );
});

test("a partner of several currencies, or with few sales, has no usual one", async () => {
  expect((await judged(check, { conversions: euros(5) }, tuesday)).outcome).toBe("pass");
  const few = euros(1).slice(0, 15);
  expect((await judged(check, { conversions: few }, tuesday)).outcome).toBe("pass");
});

test("a commission or an event in another currency than its sale's usually are fails", async () => {
  const conversions = euros(0);
  const commissions = conversions.map((row, index) => ({
    commission_id: `cm_${index}`,
    conversion_id: row["conversion_id"],
    partner_id: "prt_1",
    status: "approved",
    amount: "1.00",
    currency: index === 0 ? "EUR" : "USD",
    created_at: row["occurred_at"],
  }));
  const events = conversions.map((row, index) =>
    click(index, 0, {
      type: "sale",
      conversion_id: row["conversion_id"],
      currency: index === 0 ? "USD" : "EUR",
    }),
  );

  const result = await judged(check, { conversions, commissions, events }, tuesday);

  expect(result.rows).toMatchObject([
    {
      problem: "event_differs",
      detail: "EUR tracked in USD, partner prt_1 usually EUR tracked in EUR",
    },
    { problem: "commission_differs", id: "cm_0" },
  ]);
  expect(result.atRisk).toBe("12.1");
});

test("another currency just after midnight is of the next day, and no sale is no data", async () => {
  const conversions = [
    ...euros(0),
    sale(0, 9, { partner_id: "prt_1", occurred_at: "2026-10-14T04:00:00Z" }),
  ];

  expect((await judged(check, { conversions }, tuesday)).outcome).toBe("pass");
  expect((await judged(check, { conversions }, { window: "2026-10-20" })).outcome).toBe("no_data");
});
