import { expect, test } from "vitest";

import check from "#checks/always/inconsistent-cost-models.ts";
import { judged } from "../judged.ts";
import { sale, tuesday } from "../daily/days.ts";

const campaign = {
  campaign_id: "cmp_1",
  name: "Boots",
  cost_model: "Rev-Share",
  spend: "5.00",
  currency: "EUR",
};
const commission = {
  commission_id: "cm_1",
  conversion_id: "cv_0_0",
  status: "approved",
  type: "sale",
  amount: "1.00",
  currency: "USD",
  created_at: "2026-10-13T16:00:00Z",
};
const conversions = [sale(0, 0, { campaign_id: "cmp_1" })];

test("a campaign that pays by its model passes", async () => {
  const exported = { campaigns: [campaign], conversions, commissions: [commission] };

  const result = await judged(check, exported, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 0 });
  expect(result.text).toBe("Cost models of 2 campaigns and commissions agree.");
});

test("spending without a model, or by one that nobody knows, fails with what was spent", async () => {
  const campaigns = [
    { ...campaign, cost_model: null },
    { ...campaign, campaign_id: "cmp_2", cost_model: "barter" },
    { ...campaign, campaign_id: "cmp_3", cost_model: null, spend: null },
  ];

  const week = { window: "2026-W42" };

  const result = await judged(check, { campaigns }, week);

  expect(result).toMatchObject({ outcome: "fail", metric: 2, atRisk: "11" });
  expect(result.text).toBe(
    "1 campaign spends without a cost model (cmp_1: Boots). 1 campaign has a cost model that is not known (cmp_2: cost model barter). $11.00 is at stake.",
  );
  const settings = { models: ["Barter"] };
  expect((await judged(check, { campaigns }, { ...week, settings })).metric).toBe(1);
  const day = await judged(check, { campaigns }, tuesday);
  expect(day.outcome).toBe("pass");
  expect(day.text).toMatch(/nothing new that does not agree\. 2 older still open\.$/);
});

test("a commission for what the campaign does not pay for, or above its sale, fails", async () => {
  const commissions = [
    { ...commission, type: "lead" },
    { ...commission, commission_id: "cm_2", amount: "10.01" },
    { ...commission, commission_id: "cm_3", amount: "99.00", status: "canceled" },
    { ...commission, commission_id: "cm_4", type: "lead", created_at: "2026-10-14T04:00:00Z" },
  ];

  const result = await judged(check, { campaigns: [campaign], conversions, commissions }, tuesday);

  expect(result.rows.map(({ id, problem }) => [id, problem])).toEqual([
    ["cm_2", "above_sale"],
    ["cm_1", "type_differs"],
  ]);
});

test("campaigns that tell no model are not available, none at all no data", async () => {
  const available = { campaigns: ["campaign_id"] };

  const without = await judged(check, { campaigns: [campaign] }, { ...tuesday, available });

  expect(without.outcome).toBe("not_available");
  expect((await judged(check, { campaigns: [] }, tuesday)).outcome).toBe("no_data");
});
