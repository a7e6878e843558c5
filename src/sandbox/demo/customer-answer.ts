import type { CauseId } from "#model/causes.ts";
import { Decimal } from "#model/money.ts";
import { type Answer, answerOf } from "#sandbox/demo/answer.ts";
import { localDate } from "#sandbox/demo/calendar.ts";
import type { Program } from "#sandbox/demo/program.ts";
import type { Customer, Sale } from "#sandbox/demo/records.ts";

/** What customer-count-mismatch must find in a month: every sale that adds no customer, and why. */
export function customerAnswer(program: Program, month: string): Answer {
  const sales = program.sales.filter(({ at }) => localDate(at).startsWith(month));
  const reached = new Set<Customer>();
  const parts = sales.flatMap((sale) => {
    const cause = causeOf(program, sale, reached);
    if (sale.customer && !program.tracking.notExported.includes(sale.customer)) {
      reached.add(sale.customer);
    }
    return cause === null ? [] : [{ cause, amount: new Decimal(-1), id: sale.id }];
  });
  const total = (count: number) => ({ amount: count, rows: count });
  return answerOf({ expected: total(sales.length), actual: total(reached.size) }, parts, "records");
}

function causeOf(
  { tracking }: Program,
  sale: Sale,
  reached: ReadonlySet<Customer>,
): CauseId | null {
  if (sale.customer === null) return "missing_identity";
  if (tracking.notExported.includes(sale.customer)) return "customer_not_exported";
  if (!reached.has(sale.customer)) return null;
  return tracking.merged.includes(sale) ? "identity_merged" : "repeat_purchase";
}
