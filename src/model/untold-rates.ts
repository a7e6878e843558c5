import type { CheckRow } from "#model/check-result.ts";
import type { Period } from "#model/period.ts";
import { unusualRates } from "#model/unusual-rates.ts";
import type { JudgedRate, RateRules } from "#model/unusual-rates.ts";

/** The keys whose rate surprises, over windows that did not surprise before: what was told is not told again by a longer span. */
export function untoldRates(
  rows: readonly CheckRow[],
  period: Pick<Period, "span">,
  rules: RateRules,
): JudgedRate[] {
  const keys = new Set(rows.map(({ what }) => what)).size;
  return unusualRates(rows, period, rules).flatMap((one) => {
    if (one.windows === 1) return [one];
    // The sum of all says which windows there are.
    const own = rows.filter(({ what }) => what === one.what || what === "all");
    const judge = (ago: number, lengths = rules.lengths): JudgedRate[] => {
      const alone = { ...rules, onceIn: (rules.onceIn * keys) / 2, ...(lengths && { lengths }) };
      return unusualRates(before(own, ago), period, alone).filter(({ what }) => what === one.what);
    };
    const told = Array.from({ length: one.windows - 1 }, (_, index) => index + 1).find(
      (ago) => judge(ago).length > 0,
    );
    if (told === undefined) return [one];
    return judge(
      0,
      [1, 2, 3].filter((length) => length <= told),
    );
  });
}

/** The rows as they were so many windows ago. */
function before(rows: readonly CheckRow[], windows: number): CheckRow[] {
  return rows
    .filter(({ ago }) => Number(ago) >= windows)
    .map((row) => ({ ...row, ago: String(Number(row["ago"]) - windows) }));
}
