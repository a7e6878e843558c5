import { DateTime } from "luxon";

import type { Decimal } from "#model/money.ts";

/** Where spending leads by the end of a budget's period. */
export interface Pace {
  /** What is spent by then at this pace. */
  readonly projected: Decimal;
  /** The day on which the limit is reached; null where it is not, or not surely. */
  readonly usedUpOn: string | null;
  /** How many times the limit that comes to. */
  readonly over: number;
}

interface PaceInput {
  readonly spent: Decimal;
  readonly limit: Decimal;
  /** The period's first day. */
  readonly starts: string;
  /** Days of it that are over, of so many. */
  readonly elapsed: number;
  readonly length: number;
  /** What was spent on days with any spending. */
  readonly daily: readonly number[];
  /** The share of the period below which its pace says nothing. */
  readonly after: number;
  readonly deviations: number;
}

/** The commissions that are owed or paid, by each scope a budget may be for, as SQL: scope, day, value. */
export function burnSql(columns: Readonly<Partial<Record<string, readonly string[]>>>): string {
  const own = ["partner_id", "program_id"]
    .filter((name) => columns["commissions"]?.includes(name))
    .map((name) => `SELECT ${name} AS scope, day, value FROM owed`);
  const reaches = columns["commissions"]?.includes("conversion_id");
  const theirs = ["campaign_id", "workspace_id"]
    .filter((name) => reaches && columns["conversions"]?.includes(name))
    .map(
      (name) =>
        `SELECT conversions.${name}, owed.day, owed.value FROM owed JOIN conversions ON conversions.conversion_id = owed.conversion_id`,
    );
  const parts = [...own, ...theirs];
  if (parts.length === 0) {
    return "SELECT NULL::VARCHAR AS scope, NULL::DATE AS day, 0 AS value WHERE false";
  }
  return `SELECT scope, day, sum(value) AS value FROM (
      WITH owed AS (SELECT * FROM commissions WHERE status IN ('pending', 'held', 'approved', 'processed', 'paid'))
      ${parts.join(" UNION ALL ")}
    ) WHERE scope IN (SELECT scope FROM dated) GROUP BY ALL`;
}

/** What a budget comes to at the pace so far; its surplus must be more than the days differ among themselves. */
export function paceOf(input: PaceInput): Pace {
  const { spent, limit, starts, elapsed, length, daily, after, deviations } = input;
  const projected = spent.dividedBy(elapsed).times(length).toDecimalPlaces(2);
  const over = projected.dividedBy(limit).toNumber();
  const left = 1 - elapsed / length;
  const unsure = Math.max(0.05, deviations * relativeError(daily, elapsed) * Math.sqrt(left));
  const isSure = elapsed / length >= after && over / (1 + unsure) > 1;
  if (!isSure || elapsed >= length) return { projected, usedUpOn: null, over };
  const days = limit.times(elapsed).dividedBy(spent).ceil().toNumber() - 1;
  const usedUpOn = DateTime.fromISO(starts, { zone: "utc" }).plus({ days }).toISODate();
  return { projected, usedUpOn, over };
}

/** By how much the sum of so many days may be off, as a share of it. */
function relativeError(daily: readonly number[], days: number): number {
  const sum = daily.reduce((all, one) => all + one, 0);
  // Without a day's spending only the middle of the period tells: as unsure as a single day.
  if (sum === 0 || days < 2) return 0.5;
  const squares = daily.reduce((all, one) => all + one ** 2, 0);
  const variance = Math.max(0, (squares - sum ** 2 / days) / (days - 1));
  return Math.sqrt(variance * days) / sum;
}
