import { expect, test } from "vitest";

import check from "#checks/daily/unusual-status-mix.ts";
import { judged } from "../judged.ts";
import { daily, firstOfMonday, lastOfSunday, longSunday, noonOf, sale, tuesday } from "./days.ts";

const mixed = (refunds: (ago: number) => number) =>
  daily(
    () => 10,
    (ago, number) =>
      sale(ago, number, {
        partner_id: number < 5 ? "prt_1" : "prt_2",
        status: number < refunds(ago) ? "refunded" : "approved",
      }),
  );

test("the usual refunds pass", async () => {
  const conversions = mixed((ago) => (ago % 5 === 0 ? 1 : 0));

  const result = await judged(check, { conversions }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 10, unit: "%" });
  expect(result.text).toBe(
    "Of 10 conversions 90% are approved so far; 1 refunded, 0 chargeback, 0 rejected, 0 fraud.",
  );
});

test("a partner's wave of refunds fails once it can no longer be chance", async () => {
  const wave = (days: number) => mixed((ago) => (ago < days ? 3 : ago % 5 === 0 ? 1 : 0));

  const first = await judged(check, { conversions: wave(1) }, tuesday);
  const second = await judged(check, { conversions: wave(2) }, tuesday);

  expect(first.outcome).toBe("pass");
  expect(second.outcome).toBe("fail");
  expect(second.text).toContain(
    "6 of 10 conversions of partner prt_1 in 2 days are refunded, usually about 0.4.",
  );
  expect(Number(second.atRisk)).toBeCloseTo(56, 0);
});

test("the partner is named first, and its campaign not at all where little else is wrong in it", async () => {
  const conversions = mixed((ago) => (ago === 0 ? 5 : 0)).map((row) => ({
    ...row,
    campaign_id: "cmp_1",
  }));

  const result = await judged(check, { conversions }, tuesday);

  expect(result.rows.map(({ what }) => what)).toEqual(["partner prt_1"]);
  expect(result.text).toMatch(/^5 of 5 conversions of partner prt_1 are refunded/);
});

test("a wave that was told is not told again by the week that holds it", async () => {
  const wave = (over: number) =>
    mixed((ago) => (ago >= over && ago < over + 2 ? 5 : ago === 0 ? 1 : 0));

  expect((await judged(check, { conversions: wave(0) }, tuesday)).outcome).toBe("fail");
  expect((await judged(check, { conversions: wave(3) }, tuesday)).outcome).toBe("pass");
});

test("days that are too young to be approved are compared with the days before when they were as young", async () => {
  const approving = (hours: number) =>
    daily(
      () => 12,
      (ago, number) =>
        sale(ago, number, {
          status: ago === 0 ? "pending" : "approved",
          approved_at: ago === 0 ? null : noonOf(ago, 60 * hours),
        }),
    );
  const asked = { ...tuesday, capturedAt: "2026-10-14T08:00:00-04:00" };

  const young = await judged(check, { conversions: approving(48) }, asked);
  const stuck = await judged(check, { conversions: approving(2) }, asked);

  expect(young.outcome).toBe("pass");
  expect(stuck.text).toBe(
    "0 of 12 conversions are approved, usually about 12. About $120.12 of revenue is in question.",
  );
});

test("no conversion is no data, and so is a source too young", async () => {
  const conversions = mixed(() => 0);

  expect((await judged(check, { conversions }, { window: "2026-10-14" })).metric).toBeNull();
  const young = await judged(check, { conversions: conversions.slice(0, 50) }, tuesday);
  expect(young.text).toContain("Only 4 earlier windows");
});

test("on the day the clocks go back its last hour counts, and the midnight after does not", async () => {
  const conversions = [
    ...mixed(() => 0),
    sale(0, 80, { occurred_at: lastOfSunday }),
    sale(0, 81, { occurred_at: lastOfSunday, status: "refunded" }),
    sale(0, 82, { occurred_at: firstOfMonday, status: "refunded" }),
  ];

  const result = await judged(check, { conversions }, longSunday);

  expect(result.metric).toBe(50);
});
