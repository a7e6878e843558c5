import { expect, test } from "vitest";

import check from "#checks/monthly/invoice-mismatch.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const window = { window: "2026-10" };

function invoice(period: string, more: Row = {}): Row {
  return {
    invoice_id: `INV-${period}`,
    period,
    amount: "499.00",
    currency: "USD",
    status: "paid",
    plan: "growth",
    usage: "900 of 1,500 conversions",
    ...more,
  };
}

const before = [invoice("2026-08"), invoice("2026-09")];

test("an invoice like those before passes, open as it may still be", async () => {
  const invoices = [...before, invoice("2026-10", { status: "open" })];

  const result = await judged(check, { invoices }, window);

  expect(result).toMatchObject({ outcome: "pass", metric: 0 });
  expect(result.drawing).toMatchObject({
    unit: "USD",
    labels: ["2026-08", "2026-09", "2026-10"],
    series: [{ values: [499, 499, 499] }],
  });
  expect(result.text).toBe("1 invoice of 2026-10, $499.00, as agreed.");
});

test("another amount for the same plan fails, with the difference in the reporting currency", async () => {
  const euros = { currency: "EUR" };
  const invoices = [
    ...before.map((row) => ({ ...row, ...euros })),
    invoice("2026-10", { ...euros, amount: "799.00" }),
  ];

  const result = await judged(check, { invoices }, window);

  expect(result).toMatchObject({ outcome: "fail", atRisk: "330" });
  expect(result.text).toBe("INV-2026-10 bills €799.00 for the plan growth, which was €499.00.");
});

const scaled = [...before, invoice("2026-10", { plan: "scale", amount: "999.00" })];
const change = {
  changed_at: "2026-10-01T03:59:59Z",
  actor: "maya",
  module: "Plan",
  before: "growth",
  after: "scale",
};

test("another plan may cost another amount, where its change was written down", async () => {
  const result = await judged(check, { invoices: scaled, config_changes: [change] }, window);

  expect(result.outcome).toBe("pass");
});

test("a plan that changed though nobody wrote it down fails, with what it costs more", async () => {
  const unlike = [
    { ...change, module: "rules" },
    // Midnight in New York: the first moment after the month, and the last before the one billed before.
    { ...change, changed_at: "2026-11-01T04:00:00Z" },
    { ...change, changed_at: "2026-09-01T03:59:59Z" },
  ];

  const result = await judged(check, { invoices: scaled, config_changes: unlike }, window);

  expect(result).toMatchObject({ outcome: "fail", metric: 1, atRisk: "500" });
  expect(result.text).toBe(
    "INV-2026-10 is of the plan scale, INV-2026-09 was of growth; no change of the plan is written down since.",
  );
});

test("where no change is exported, a plan that changed is a warning", async () => {
  const result = await judged(check, { invoices: scaled }, window);

  expect(result.outcome).toBe("warn");
  expect(result.text).toContain("the source exports no changes that would say why");
});

test("a month without an invoice, and one billed twice, fail", async () => {
  const again = { ...invoice("2026-10"), invoice_id: "INV-X" };

  const missing = await judged(check, { invoices: before }, window);
  const twice = await judged(check, { invoices: [...before, invoice("2026-10"), again] }, window);

  expect(missing.text).toBe("No invoice of 2026-10; the last is INV-2026-09 of 2026-09.");
  expect(twice).toMatchObject({ outcome: "fail", atRisk: "499" });
  expect(twice.text).toBe("INV-X bills $499.00 for 2026-10 once more, after INV-2026-10.");
});

test("an invoice of an earlier month that nobody paid fails", async () => {
  const invoices = [invoice("2026-09", { status: "past_due" }), invoice("2026-10")];

  const result = await judged(check, { invoices }, window);

  expect(result).toMatchObject({ outcome: "fail", atRisk: "499" });
  expect(result.text).toBe("INV-2026-09 of 2026-09, $499.00, is still past_due.");
});

test("usage that jumps, goes beyond the plan, or is not what was exported is a warning", async () => {
  const conversions = Array.from({ length: 5 }, (_, number) => ({
    conversion_id: `cv_${number}`,
    occurred_at: number === 0 ? "2026-11-01T04:00:00Z" : "2026-11-01T03:59:59Z",
    status: "approved",
    amount: "1.00",
    currency: "USD",
  }));
  const usage = "1,620 of 1,500 conversions";

  const result = await judged(
    check,
    { invoices: [...before, invoice("2026-10", { usage })], conversions },
    window,
  );

  expect(result).toMatchObject({ outcome: "warn", metric: 3 });
  expect(result.text).toBe(
    "Usage rose to 1,620 from about 900. Usage of 1,620 is beyond the 1,500 of the plan. INV-2026-10 counts 1,620 conversions, the export has 4.",
  );
});

test("invoices of later months alone are no data", async () => {
  expect((await judged(check, { invoices: [invoice("2026-12")] }, window)).outcome).toBe("no_data");
});
