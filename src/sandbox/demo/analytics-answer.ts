import type { CauseId } from "#model/causes.ts";
import { Decimal } from "#model/money.ts";
import { type Answer, answerOf } from "#sandbox/demo/answer.ts";
import { localDate, utcMonth } from "#sandbox/demo/calendar.ts";
import { eventIdsOf, type Program } from "#sandbox/demo/program.ts";
import type { TrafficEvent } from "#sandbox/demo/records.ts";

/** What sparse-analytics must find in a month: every exported event that the funnel's card does not count, and why. */
export function analyticsAnswer(program: Program, month: string): Answer {
  const { events } = program;
  const ids = eventIdsOf(program);
  const parts = events.flatMap((event) => {
    const cause = causeOf(event, month);
    return cause === null ? [] : [{ cause, amount: new Decimal(-1), id: ids.get(event) ?? "" }];
  });
  const total = (count: number) => ({ amount: count, rows: count });
  const counted = events.length - parts.length;
  return answerOf({ expected: total(events.length), actual: total(counted) }, parts, "records");
}

function causeOf({ at, bot }: TrafficEvent, month: string): CauseId | null {
  if (localDate(at).startsWith(month)) return bot ? "bot" : null;
  return utcMonth(at) === month ? "timezone_boundary" : "outside_window";
}
