import { expect, test } from "vitest";

import { verdictOf } from "#model/explanation.ts";
import { october } from "../october.ts";
import { explain, paid, settled } from "./explained.ts";

test("a payout that pays exactly its commissions is a match", async () => {
  const explanation = await explain({ commissions: [paid], payouts: [settled] });

  expect(explanation).toMatchObject({ gap: "0.00", causes: [], unexplained: "0.00" });
  expect(verdictOf(explanation)).toBe("match");
});

test("no commission and no payout is no data, not a match", async () => {
  expect(verdictOf(await explain({}))).toBe("no_data");
});

test("offsetting errors are explained, not a match", async () => {
  const refunded = { ...paid, commission_id: "cm_2", conversion_id: "cv_2", status: "refunded" };
  const unpaid = { ...paid, commission_id: "cm_3", conversion_id: "cv_3", payout_id: null };

  const explanation = await explain({
    commissions: [paid, refunded, unpaid],
    payouts: [{ ...settled, amount: "20.00" }],
  });

  expect(explanation.gap).toBe("0.00");
  expect(explanation.causes.map(({ cause, amount }) => [cause, amount])).toEqual([
    ["paid_refunded", "10.00"],
    ["unpaid", "-10.00"],
  ]);
  expect(verdictOf(explanation)).toBe("explained");
});

test.each([
  ["of its own partner", ["prt_001"]],
  ["of each tier's partner", ["prt_001", "prt_002"]],
])(
  "a second commission %s for one conversion is a duplicate, however many share none",
  async (_whose, partners) => {
    const commissions = Array.from({ length: 50 }, (_, conversion) =>
      partners.map((partner) => ({
        ...paid,
        commission_id: `cm_${conversion}_${partner}`,
        conversion_id: `cv_${conversion}`,
        partner_id: partner,
        status: "pending",
        payout_id: null,
      })),
    ).flat();
    const [first] = commissions;
    const again = { ...first, commission_id: "cm_again", status: "paid", payout_id: "po_1" };

    const { causes } = await explain({ commissions: [...commissions, again], payouts: [settled] });

    expect(causes).toMatchObject([{ cause: "paid_duplicate", rows: 1, examples: ["cm_again"] }]);
  },
);

test("a calendar date is never shifted by a zone", async () => {
  const lastDay = { ...paid, created_at: "2026-10-31" };

  const explanation = await explain({ commissions: [lastDay], payouts: [settled] });

  expect(verdictOf(explanation)).toBe("match");
});

test("a foreign amount without a rate is refused by the currency's name", async () => {
  const foreign = { ...paid, currency: "NOK" };

  await expect(explain({ commissions: [foreign], payouts: [settled] })).rejects.toThrow(
    "No rate from NOK to USD",
  );
});

test("a currency that does not exist is refused by name", async () => {
  const foreign = { ...paid, currency: "XQZ" };

  await expect(explain({ commissions: [foreign], payouts: [settled] })).rejects.toThrow(
    '"XQZ" in the currency column is not a currency',
  );
});

test("a scope the export cannot be filtered by is refused", async () => {
  const context = { ...october, campaign: "cmp_1" };

  await expect(explain({ commissions: [paid], payouts: [settled] }, context)).rejects.toThrow(
    "has no campaign",
  );
});

test("columns of theirs never stand where ours are meant", async () => {
  const names =
    "later held in_scope expected paid key dated_in_window original_amount settled in_play day rate";
  const theirs = Object.fromEntries(names.split(" ").map((name) => [name, "true"]));
  const unpaid = { ...paid, commission_id: "cm_2", conversion_id: "cv_2", payout_id: null };

  const explanation = await explain({
    commissions: [
      { ...paid, ...theirs },
      { ...unpaid, ...theirs },
    ],
    payouts: [{ ...settled, ...theirs }],
  });

  expect(explanation.causes).toMatchObject([{ cause: "unpaid", amount: "-10.00", rows: 1 }]);
});

test("a rate of the very day is the latest on or before it", async () => {
  const rates = [
    { date: "2026-10-09", from: "EUR", to: "USD", rate: "2" },
    { date: "2026-10-10", from: "EUR", to: "USD", rate: "3" },
  ];

  const explanation = await explain({
    commissions: [{ ...paid, currency: "EUR" }],
    payouts: [],
    rates,
  });

  expect(explanation.expected.amount).toBe("30.00");
});

test("a commission paid although not expected needs a rate too", async () => {
  const refunded = { ...paid, currency: "NOK", status: "refunded" };

  await expect(explain({ commissions: [refunded], payouts: [settled] })).rejects.toThrow(
    "No rate from NOK to USD",
  );
});

test("a commission settled elsewhere is at the boundary when the source's own zone puts it in another month", async () => {
  const late = { ...paid, created_at: "2026-10-31T23:30:00Z" };
  const november = { ...settled, period_start: "2026-11-01" };

  const inUtc = await explain({ commissions: [late], payouts: [november] });
  const inBerlin = await explain(
    { commissions: [late], payouts: [november] },
    october,
    "Europe/Berlin",
  );

  expect(inUtc.causes).toMatchObject([{ cause: "paid_other_period" }]);
  expect(inBerlin.causes).toMatchObject([{ cause: "timezone_boundary" }]);
});
