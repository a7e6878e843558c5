import { DateTime } from "luxon";
import { expect, test } from "vitest";

import check from "#checks/monthly/falling-retention.ts";
import { judged } from "../judged.ts";

const window = { window: "2026-10" };
const midOctober = DateTime.fromISO("2026-10-15T12:00", { zone: "America/New_York" });
const each = 40;

/** Forty customers who first bought in each of six months; so many of each cohort came back in each month after. */
function cohorts(returning: (ago: number) => number, price = { amount: "10.00", currency: "USD" }) {
  const customers = [];
  const conversions = [];
  for (const cohort of [6, 5, 4, 3, 2, 1]) {
    for (let number = 0; number < each; number += 1) {
      const customer_id = `c_${cohort}_${number}`;
      customers.push({ customer_id, first_sale_at: midOctober.minus({ months: cohort }).toISO() });
      for (let ago = cohort - 1; ago >= 0; ago -= 1) {
        if (number >= returning(ago)) continue;
        const occurred_at = midOctober.minus({ months: ago }).toISO();
        conversions.push({
          conversion_id: `${customer_id}_${ago}`,
          customer_id,
          occurred_at,
          status: "approved",
          ...price,
        });
      }
    }
  }
  return { customers, conversions };
}

test("as many returning as before pass, and the cohorts are drawn", async () => {
  const result = await judged(
    check,
    cohorts((ago) => (ago === 0 ? 9 : 10)),
    window,
  );

  expect(result).toMatchObject({ outcome: "pass", atRisk: "0", metric: 90 });
  expect(result.text).toBe(
    "45 of 200 customers of the 6 months before came back (22.5%), 50 usual at their age, at least 24 expected.",
  );
  expect(result.drawing).toMatchObject({
    kind: "heat",
    columns: ["+1", "+2", "+3", "+4", "+5", "+6"],
  });
});

test("half as many returning fail, with the revenue that is missing", async () => {
  const result = await judged(
    check,
    cohorts((ago) => (ago === 0 ? 2 : 10)),
    window,
  );

  expect(result).toMatchObject({ outcome: "fail", metric: 20 });
  expect(result.text).toContain("10 of 200 customers of the 6 months before came back (5%)");
  expect(result.text).toContain("of revenue is missing.");
  expect(result.rows[0]).toMatchObject({ cohort: "2026-09", customers: "40", returned: "2" });
});

test("the revenue missing is in the reporting currency", async () => {
  const euros = { amount: "10.00", currency: "EUR" };
  const falling = (ago: number) => (ago === 0 ? 2 : 10);
  const dollars = await judged(check, cohorts(falling), window);
  const result = await judged(check, cohorts(falling, euros), window);

  expect(Number(dollars.atRisk)).toBeGreaterThan(0);
  expect(Number(result.atRisk)).toBeCloseTo(Number(dollars.atRisk) * 1.1, 6);
});

test("a purchase at the month's first midnight is of the month, one before of the month before", async () => {
  const { customers, conversions } = cohorts((ago) => (ago === 0 ? 9 : 10));
  const at = (instant: string) =>
    conversions.map((row) =>
      row.conversion_id.endsWith("_0") ? { ...row, occurred_at: instant } : row,
    );

  const within = await judged(
    check,
    { customers, conversions: at("2026-10-01T04:00:00Z") },
    window,
  );
  const before = await judged(
    check,
    { customers, conversions: at("2026-10-01T03:59:59Z") },
    window,
  );

  expect(within.metric).toBe(90);
  expect(before.outcome).toBe("no_data");
});

test("few customers, and few months, are no data", async () => {
  const { customers, conversions } = cohorts(() => 10);
  const young = customers.filter(({ first_sale_at: at }) => (at ?? "") > "2026-08");

  expect(
    (await judged(check, { customers: customers.slice(0, 40), conversions }, window)).outcome,
  ).toBe("no_data");
  expect((await judged(check, { customers: young, conversions }, window)).text).toContain(
    "too few months",
  );
  expect((await judged(check, { customers: [], conversions }, window)).outcome).toBe("no_data");
});
