import { expect, test } from "vitest";

import check from "#checks/always/inconsistent-statuses.ts";
import { judged } from "../judged.ts";
import { click, sale, tuesday } from "../daily/days.ts";

const commission = (number: number, status: string | null) => ({
  commission_id: `cm_${number}`,
  conversion_id: `cv_0_${number}`,
  status,
  amount: "2.00",
  currency: "EUR",
  created_at: "2026-10-13T16:00:00Z",
});

test("statuses that agree pass, and waiting is no disagreement", async () => {
  const conversions = [sale(0, 0), sale(0, 1, { status: "refunded" }), sale(0, 2)];
  const commissions = [commission(0, "paid"), commission(1, "pending"), commission(2, "held")];

  const result = await judged(check, { conversions, commissions }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", text: "Statuses of 6 records agree." });
});

test("a commission that outlives its sale fails, in the reporting currency", async () => {
  const conversions = [sale(0, 0, { status: "refunded" })];

  const result = await judged(
    check,
    { conversions, commissions: [commission(0, "approved")] },
    tuesday,
  );

  expect(result).toMatchObject({ outcome: "fail", metric: 1, atRisk: "2.2" });
  expect(result.text).toBe(
    "1 commission lives on though its sale does not stand (cm_0: approved, cv_0_0 is refunded). $2.20 is at stake.",
  );
});

test("a canceled commission of an approved sale fails, unless another stands for it", async () => {
  const commissions = [commission(0, "canceled")];
  const corrected = [...commissions, { ...commission(0, "approved"), commission_id: "cm_9" }];
  const conversions = [sale(0, 0)];

  expect((await judged(check, { conversions, commissions }, tuesday)).text).toContain(
    "1 approved sale has no commission that stands",
  );
  const result = await judged(check, { conversions, commissions: corrected }, tuesday);
  expect(result.outcome).toBe("pass");
});

test("an event that says another status than its sale fails", async () => {
  const events = [
    click(0, 0, { type: "sale", conversion_id: "cv_0_0", status: "approved" }),
    click(0, 1, { type: "sale", conversion_id: "cv_0_1", status: "pending" }),
  ];
  const conversions = [sale(0, 0, { status: "fraud" }), sale(0, 1)];

  const result = await judged(check, { conversions, events }, tuesday);

  expect(result.rows).toMatchObject([
    { id: "cv_0_0", detail: "fraud, event ev_0_0 says approved" },
  ]);
});

test("a status nobody knows is a finding, and one after midnight is of the next day", async () => {
  const strange = { status: null, source_status: "zapped" };
  const conversions = [
    sale(0, 0, strange),
    sale(0, 1, { ...strange, occurred_at: "2026-10-14T04:00:00Z" }),
  ];

  const result = await judged(check, { conversions }, tuesday);

  expect(result.text).toBe(
    "1 conversion has a status that is not known (cv_0_0: status zapped). $10.00 is at stake.",
  );
});

test("no sale in the window is no data", async () => {
  expect((await judged(check, { conversions: [sale(2, 0)] }, tuesday)).outcome).toBe("no_data");
});
