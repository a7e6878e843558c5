import { expect, test } from "vitest";

import type { Explanation } from "#model/explanation.ts";
import { verdictSentence } from "#model/verdict-sentence.ts";

const usd = (amount: string, rows: number) => ({ amount, currency: "USD", rows });
const clean: Explanation = {
  expected: usd("302118.20", 1204),
  actual: usd("302118.20", 31),
  gap: "0.00",
  causes: [],
  unexplained: "0.00",
  findings: [],
};

test("a match says how much matched and that nothing was found", () => {
  expect(verdictSentence(clean)).toBe(
    "Payouts match commissions: $302,118.20 in 1,204 commissions, no cause, no finding.",
  );
});

test("a match counts the records of the expected side by their name, one as one", () => {
  const sides = { actual: "conversions", expected: "the revenue", records: "sale events" };
  const one = { ...clean, sides, expected: usd("5.00", 1), actual: usd("5.00", 1) };

  expect(verdictSentence(one)).toContain("Conversions match the revenue: $5.00 in 1 sale event,");
  expect(verdictSentence({ ...one, expected: usd("5.00", 2) })).toContain("in 2 sale events,");
});

test("a match with a warning does not say that nothing was found", () => {
  const findings = [
    { id: "repeated_id", severity: "warn", message: "3 ids twice", rows: 3 },
  ] as const;
  expect(verdictSentence({ ...clean, findings })).toContain("no cause, 1 finding.");
});

test("causes stand by money, either way, then what is unexplained", () => {
  expect(
    verdictSentence({
      ...clean,
      gap: "-164.02",
      causes: [
        { cause: "paid_refunded", amount: "1868.52", rows: 1, examples: ["cm_00243"] },
        { cause: "paid_other_period", amount: "2252.77", rows: 4, examples: ["cm_01265"] },
        { cause: "payout_failed", amount: "-4285.31", rows: 1204, examples: ["cm_01269"] },
      ],
    }),
  ).toBe(
    "Payouts are $164.02 below commissions: −4,285.31 failed payout (1,204 records), +2,252.77 settled in another period (4 records), +1,868.52 paid although refunded (cm_00243), unexplained 0.00.",
  );
});

test("a failed payout is named when it is the only one", () => {
  const failed = {
    cause: "payout_failed",
    amount: "-1787.91",
    rows: 4,
    examples: ["cm_01269"],
  } as const;
  const causes = [{ ...failed, payout: "po_0017" }];
  expect(verdictSentence({ ...clean, gap: "-1787.91", causes })).toBe(
    "Payouts are $1,787.91 below commissions: −1,787.91 failed payout po_0017, unexplained 0.00.",
  );
});

test("causes past the fourth are counted and summed", () => {
  const causes = (
    [
      ["paid_refunded", "600.00"],
      ["paid_fraud", "500.00"],
      ["paid_canceled", "400.00"],
      ["fee", "-300.00"],
      ["rounding", "0.01"],
      ["held", "-20.00"],
    ] as const
  ).map(([cause, amount]) => ({ cause, amount, rows: 2, examples: [] }));

  expect(verdictSentence({ ...clean, gap: "1180.01", causes })).toContain(
    "−300.00 payout fees (2 records), and 2 more causes (−19.99), unexplained 0.00.",
  );
});

test("money without a cause is said with its sign", () => {
  expect(
    verdictSentence({ ...clean, gap: "12.5", unexplained: "12.5", actual: usd("302130.70", 31) }),
  ).toBe("Payouts are $12.50 above commissions: unexplained +12.50.");
});

test("errors that cancel out are not a match", () => {
  const causes = [
    { cause: "fee", amount: "-5.00", rows: 1, examples: ["po_1"] },
    { cause: "paid_fraud", amount: "5.00", rows: 1, examples: ["cm_1"] },
  ] as const;
  expect(verdictSentence({ ...clean, causes })).toBe(
    "Payouts equal commissions at $302,118.20, but not record by record: −5.00 payout fees (po_1), +5.00 paid although marked as fraud (cm_1), unexplained 0.00.",
  );
});

test("a failing finding without a gap is said", () => {
  const findings = [
    { id: "wrong_payee", severity: "fail", message: "po_1 pays another partner", rows: 1 },
  ] as const;
  expect(verdictSentence({ ...clean, findings })).toContain("unexplained 0.00, 1 failing finding.");
});

test("no data says what reading found, for that may be why", () => {
  const findings = [
    { id: "rejected_records", severity: "warn", message: "12 records were rejected.", rows: 12 },
  ] as const;
  const none = { ...clean, expected: usd("0.00", 0), actual: usd("0.00", 0), findings };
  expect(verdictSentence(none)).toContain("1 finding may say why: 12 records were rejected.");
});

test("nothing on either side is no data, never a match", () => {
  expect(verdictSentence({ ...clean, expected: usd("0.00", 0), actual: usd("0.00", 0) })).toBe(
    "No data: neither payouts nor commissions were found in this window and scope.",
  );
});

test("counts have no currency, and sides their own names", () => {
  const side = (amount: string) => ({ amount, currency: null, rows: 0 });
  expect(
    verdictSentence({
      ...clean,
      sides: { actual: "customers", expected: "conversions" },
      expected: side("1204"),
      actual: side("1201"),
      gap: "-3",
      unexplained: "-3",
    }),
  ).toBe("Customers are 3 fewer than conversions: unexplained −3.");
});
