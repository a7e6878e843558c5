import { expect, test } from "vitest";

import check from "#checks/weekly/lost-identities.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const window = { window: "2026-W42" };

const sale = (number: number, more: Row = {}): Row => ({
  conversion_id: `cv_${number}`,
  occurred_at: "2026-10-14T12:00:00Z",
  status: "approved",
  amount: "10.00",
  currency: "USD",
  customer_id: `cu_${number}`,
  ...more,
});
const customers = [1, 2, 3, 4].map((number) => ({ customer_id: `cu_${number}` }));
const [first, second] = [sale(1), sale(2)];

test("conversions of customers who are there pass, and one who buys again is no loss", async () => {
  const conversions = [first, second, sale(3, { customer_id: "cu_1" })];

  const result = await judged(check, { conversions, customers }, window);

  expect(result).toMatchObject({ outcome: "pass", metric: 0 });
  expect(result.text).toBe(
    "0 of 3 conversions reach no customer of their own, at most 0 expected.",
  );
});

test("a conversion that names nobody, or one who is not there, fails by name", async () => {
  const conversions = [first, sale(2, { customer_id: null }), sale(3, { customer_id: "cu_9" })];

  const result = await judged(check, { conversions, customers }, window);

  expect(result).toMatchObject({ outcome: "fail", metric: 2 });
  expect(result.text).toContain("(cv_2)");
  expect(result.text).toContain("(cv_3)");
});

test("as many as are allowed pass", async () => {
  const conversions = [first, sale(2, { customer_id: null })];
  const asked = { ...window, settings: { share: 0.5 } };

  expect((await judged(check, { conversions, customers }, asked)).outcome).toBe("pass");
});

test("a week without conversions is no data", async () => {
  const asked = { window: "2026-W40" };

  expect((await judged(check, { conversions: [first], customers }, asked)).outcome).toBe("no_data");
});

test("a week that ends as the clocks go back ends an hour later in UTC", async () => {
  const conversions = [
    sale(1, { occurred_at: "2026-10-28T12:00:00Z" }),
    sale(2, { customer_id: null, occurred_at: "2026-11-02T04:59:59Z" }),
    sale(3, { customer_id: null, occurred_at: "2026-11-02T05:00:00Z" }),
  ];

  const result = await judged(check, { conversions, customers }, { window: "2026-W44" });

  expect(result.text).toMatch(/^1 of 2 conversions .*\(cv_2\)/);
});
