import fc from "fast-check";
import { expect, test } from "vitest";

import { dateBases } from "#model/filter-context.ts";
import { Decimal } from "#model/money.ts";
import { october } from "../october.ts";
import type { Row } from "../tables.ts";
import { byHand } from "./by-hand.ts";
import { explain, paid, settled } from "./explained.ts";
import { programs } from "./programs.ts";

/** Each commission's three dates; October or not decides what is expected under each basis. */
const dates: readonly [id: string, amount: string, Partial<Row>][] = [
  ["cm_1", "1.00", { created_at: "2026-10-05", approved_at: "2026-10-20", paid_at: "2026-11-02" }],
  ["cm_2", "2.00", { created_at: "2026-09-28", approved_at: "2026-10-02", paid_at: "2026-10-30" }],
  ["cm_3", "4.00", { created_at: "2026-10-30", approved_at: "2026-11-01", paid_at: "2026-11-15" }],
  // Paid in October as UTC reads it, in September in New York.
  ["cm_4", "8.00", { created_at: "2026-09-01", paid_at: "2026-10-01T03:00:00Z" }],
  // 0.10 EUR: one rate when it was approved, another when it was paid.
  [
    "cm_5",
    "0.10",
    {
      created_at: "2026-09-01",
      approved_at: "2026-10-10",
      paid_at: "2026-10-20",
      currency: "EUR",
    },
  ],
];
const commissions = dates.map(([id, amount, row]) => ({
  ...paid,
  commission_id: id,
  conversion_id: `cv_${id}`,
  amount,
  approved_at: "2026-09-02",
  ...row,
}));
const rates = [
  { date: "2026-09-01", from: "EUR", to: "USD", rate: "1" },
  { date: "2026-10-10", from: "EUR", to: "USD", rate: "2" },
  { date: "2026-10-20", from: "EUR", to: "USD", rate: "3" },
];
const payouts = [{ ...settled, amount: "2.30" }];

test.each([
  // cm_1 and cm_3: 1 + 4; of those paid, cm_2 (2) and cm_5 (0.10) were made in September.
  ["event", "5.00", "-2.70", { paid_other_period: ["10.10", 3] }, "-12.80"],
  // cm_1, cm_2, and cm_5 at 2: 1 + 2 + 0.20.
  ["approved", "3.20", "-0.90", { paid_other_period: ["12.00", 2] }, "-12.90"],
  // cm_2, and cm_5 at 3: 2 + 0.30; cm_4 was paid in October only as UTC reads it.
  [
    "paid",
    "2.30",
    "0.00",
    { paid_other_period: ["5.00", 2], timezone_boundary: ["8.00", 1] },
    "-13.00",
  ],
] as const)(
  "by %s, %s is expected and the gap is %s",
  async (basis, expected, gap, causes, rest) => {
    const context = { ...october, date_basis: basis };

    const explanation = await explain({ commissions, payouts, rates }, context);

    expect(explanation).toMatchObject({ expected: { amount: expected }, gap, unexplained: rest });
    expect(
      Object.fromEntries(
        explanation.causes.map(({ cause, amount, rows }) => [cause, [amount, rows]]),
      ),
    ).toEqual(causes);
  },
);

const day = fc.option(
  fc.constantFrom("2026-09-30", "2026-10-01T03:30:00Z", "2026-10-12", "2026-11-01T03:59:59Z"),
  { freq: 5 },
);

test("random programs are explained as by hand by each date basis", async () => {
  const dated = fc.array(fc.record({ approved_at: day, paid_at: day }), {
    minLength: 14,
    maxLength: 14,
  });
  const basis = fc.constantFrom(...dateBases);

  await fc.assert(
    fc.asyncProperty(programs, dated, basis, async (plain, more, date_basis) => {
      const program = {
        ...plain,
        commissions: plain.commissions.map((row, index) => ({ ...row, ...more[index] })),
      };
      const hand = byHand(program, { ...october, sourceTimezone: "UTC", basis: date_basis });
      const explanation = await explain(program, { ...october, date_basis });

      const told = ({ amount, rows }: { amount: string; rows: number }) => [
        new Decimal(amount).toNumber(),
        rows,
      ];
      expect([told(explanation.expected), new Decimal(explanation.gap).toNumber()]).toEqual([
        told(hand.expected),
        new Decimal(hand.gap).toNumber(),
      ]);
      expect(
        Object.fromEntries(explanation.causes.map((each) => [each.cause, told(each)])),
      ).toEqual(
        Object.fromEntries(Object.entries(hand.causes).map(([cause, each]) => [cause, told(each)])),
      );
    }),
    { numRuns: 100, seed: 20261002 },
  );
}, 60_000);

test("a basis whose column the export lacks is refused by its name", async () => {
  const context = { ...october, date_basis: "approved" } as const;
  const available = ["commission_id", "status", "amount", "currency", "created_at", "payout_id"];

  await expect(explain({ commissions: [paid], available }, context)).rejects.toThrow(
    "The commissions export has no approved_at column, so commissions cannot be counted by date_basis=approved",
  );
});

test("what its status says to have a date and has none is a failing finding, not silence", async () => {
  const unpaid = { ...paid, payout_id: null, status: "approved" };
  const twice = [unpaid, { ...unpaid, commission_id: "cm_2", conversion_id: "cv_2" }];
  const byApproval = await explain({ commissions: twice }, { ...october, date_basis: "approved" });
  const byPayment = await explain({ commissions: twice }, { ...october, date_basis: "paid" });

  expect(byApproval.findings).toMatchObject([
    { id: "undated_commission", severity: "fail", rows: 2 },
  ]);
  expect(byApproval.findings[0]?.message).toMatch(
    /approved, processed or paid.*approved_at \(cm_1\)/,
  );
  expect(byPayment.findings).toEqual([]);
});
