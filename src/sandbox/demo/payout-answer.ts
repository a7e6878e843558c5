import { Decimal, formatAmount } from "#model/money.ts";
import type { Answer } from "#sandbox/demo/answer.ts";
import { localDate } from "#sandbox/demo/calendar.ts";
import { worthOf } from "#sandbox/demo/payouts.ts";
import type { Program } from "#sandbox/demo/program.ts";

const due = new Set<string>(["approved", "processed", "paid"]);

/** What payout-mismatch must find in a month, from the plants and the totals, not from the files. */
export function payoutAnswer(program: Program, month: string): Answer {
  const duplicates = program.planted
    .filter(({ cause }) => cause === "paid_duplicate")
    .flatMap(({ records }) => records);
  const expected = program.commissions.filter(
    (one) =>
      due.has(one.status) && localDate(one.at).startsWith(month) && !duplicates.includes(one),
  );
  const settled = program.payouts.filter(
    (payout) => payout.month === month && payout.status === "completed",
  );
  const expectedSum = sum(expected.map((one) => worthOf(one, program.rates)));
  const actualSum = sum(settled.map(({ amount }) => amount));
  const planted = program.planted.filter((one) => one.month === month && one.records.length > 0);
  const gap = actualSum.minus(expectedSum);
  return {
    expected: { amount: exact(expectedSum), rows: expected.length },
    actual: { amount: exact(actualSum), rows: settled.length },
    gap: exact(gap),
    causes: planted.map(({ cause, amount, records }) => ({
      cause,
      amount: exact(amount),
      rows: records.length,
      ids: records.map(({ id }) => id).toSorted(),
    })),
    unexplained: exact(gap.minus(sum(planted.map(({ amount }) => amount)))),
  };
}

function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), new Decimal(0));
}

function exact(amount: Decimal): string {
  return formatAmount(amount, "USD");
}
