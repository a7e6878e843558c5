import { Decimal } from "#model/money.ts";
import { type Answer, answerOf, type Part } from "#sandbox/demo/answer.ts";
import type { Program } from "#sandbox/demo/program.ts";
import { approvedIn, isAfterCards, summaryOf, worthOfSale } from "#sandbox/demo/summary.ts";

/** What export-mismatch must find in a month: the summary's revenue against the approved conversions. */
export function exportAnswer(program: Program, month: string): Answer {
  const { rates } = program;
  const approved = approvedIn(program, month);
  const { revenue } = summaryOf(program, month);
  const atPar = month === program.month;
  const worth = approved.map((sale) => worthOfSale(sale, rates));
  const parts = approved.flatMap((sale, index): Part[] => {
    const converted = worth[index] ?? new Decimal(0);
    const taken = atPar ? sale.amount : converted;
    return [
      { cause: "currency", amount: taken.minus(converted), id: sale.id },
      ...(isAfterCards(sale, month)
        ? [{ cause: "late_records", amount: taken.negated(), id: sale.id } as const]
        : []),
    ];
  });
  const amount = worth.reduce((sum, one) => sum.plus(one), new Decimal(0));
  const expected = { amount, rows: approved.length };
  return answerOf({ expected, actual: { amount: revenue, rows: 1 } }, parts, "USD");
}
