import type { CauseId } from "#model/causes.ts";
import { Decimal } from "#model/money.ts";
import { type Answer, answerOf, type Part } from "#sandbox/demo/answer.ts";
import { peopleWithin, revenueZoneOf, worthOfEvent } from "#sandbox/demo/cards.ts";
import { eventIdsOf, type Program } from "#sandbox/demo/program.ts";
import type { Sale, TrafficEvent } from "#sandbox/demo/records.ts";
import { approvedIn, worthOfSale } from "#sandbox/demo/summary.ts";

/** What revenue-mismatch must find in a month for the whole workspace, from the records and not from the files. */
export function revenueAnswer(program: Program, month: string): Answer {
  const { sales, events, rates } = program;
  const ids = eventIdsOf(program);
  const shown = peopleWithin(program, month, revenueZoneOf(program, month)).filter(
    ({ sale }) => sale !== undefined,
  );
  const counted = new Set(shown);
  const approved = approvedIn(program, month);
  const paid = new Set(approved);
  const seen = (event: TrafficEvent | undefined): Decimal =>
    event && counted.has(event) ? worthOfEvent(event, rates) : new Decimal(0);
  const byConversion = Map.groupBy(
    events.filter(({ sale }) => sale !== undefined),
    ({ sale }) => sale?.conversionId,
  );
  const parts: Part[] = [];
  const less = (cause: CauseId, event: TrafficEvent): void => {
    parts.push({ cause, amount: seen(event).negated(), id: ids.get(event) ?? "" });
  };
  for (const sale of sales) {
    const [event, ...repeated] = byConversion.get(sale.id) ?? [];
    byConversion.delete(sale.id);
    const worth = paid.has(sale) ? worthOfSale(sale, rates) : new Decimal(0);
    const isSplit = event !== undefined && paid.has(sale) !== counted.has(event);
    parts.push({
      cause: causeOf(sale, event, isSplit),
      amount: worth.minus(seen(event)),
      id: sale.id,
    });
    for (const one of repeated) less("duplicate", one);
  }
  for (const event of [...byConversion.values()].flat()) less("missing_conversion", event);
  const total = (amounts: readonly Decimal[]) => ({
    amount: amounts.reduce((sum, amount) => sum.plus(amount), new Decimal(0)),
    rows: amounts.length,
  });
  const expected = total(shown.map((event) => worthOfEvent(event, rates)));
  const actual = total(approved.map((sale) => worthOfSale(sale, rates)));
  return answerOf({ expected, actual }, parts, "USD");
}

function causeOf({ status }: Sale, event: TrafficEvent | undefined, isSplit: boolean): CauseId {
  if (!event) return "missing_event";
  if (status !== "approved") return `${status}_counted`;
  return isSplit ? "timezone_boundary" : "currency_not_converted";
}
