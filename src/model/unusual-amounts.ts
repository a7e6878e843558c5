import { median } from "#model/baseline.ts";
import type { CheckRow } from "#model/check-result.ts";
import { atLeast, atMost, rangeOf, type Spread } from "#model/count-range.ts";
import { seriesByKey } from "#model/series.ts";

/** What the records of a key are worth in the judged window, and what so many were expected to be worth. */
export interface JudgedAmount {
  readonly what: string;
  readonly count: number;
  readonly each: number;
  /** What each was worth before. */
  readonly usual: number;
  readonly expected: { readonly from: number; readonly to: number };
}

export interface AmountRules {
  /** Fewer earlier windows with records than this are no baseline. */
  readonly least: number;
  /** Fewer records than this in the judged window say nothing about what each is worth. */
  readonly leastRecords: number;
  readonly onceIn: number;
  /** A mean this near to the usual one, as a share of it, is no surprise. */
  readonly share: number;
}

/** So many of the windows before may have been as far off: they were incidents too. */
const incidents = 2;
const normal = 1.4826;
/** Amounts have a longer tail than counts: a few large orders are no error. */
const tail = 1.5;

interface Sums {
  readonly count: number;
  readonly value: number;
  readonly squares: number;
}

/** Judges what a record is worth, by rows with `ago`, `what`, `conversions`, `value` and `squares` (the sum of squares). */
export function judgeAmounts(rows: readonly CheckRow[], rules: AmountRules) {
  const columns = ["conversions", "value", "squares"].map((value) =>
    seriesByKey(rows, { key: "what", value }),
  );
  const judged = [...(columns[0] ?? new Map<string, readonly number[]>())].flatMap(
    ([what, counts]) => {
      const [, values, squares] = columns.map((column) => column.get(what) ?? []);
      const windows = counts.map((count, ago) => ({
        count,
        value: values?.[ago] ?? 0,
        squares: squares?.[ago] ?? 0,
      }));
      return judgeKey(what, windows, rules, columns[0]?.size ?? 1) ?? [];
    },
  );
  return {
    all: judged.find(({ what }) => what === "all") ?? null,
    unusual: judged.filter(({ isUnusual }) => isUnusual).toSorted((a, b) => off(b) - off(a)),
  };
}

function judgeKey(what: string, windows: readonly Sums[], rules: AmountRules, keys: number) {
  const [now, ...before] = windows;
  const earlier = before.filter(({ count }) => count > 0);
  if (!now || earlier.length < rules.least || now.count < rules.leastRecords) return null;
  const sorted = earlier.toSorted((a, b) => a.value / a.count - b.value / b.count);
  const cut = Math.floor(sorted.length / 20);
  const kept = sorted.slice(cut, sorted.length - cut);
  const sum = (name: keyof Sums): number => kept.reduce((total, one) => total + one[name], 0);
  const usual = sum("value") / sum("count");
  const variance = Math.max(sum("squares") / sum("count") - usual ** 2, 0);
  if (usual <= 0) return null;
  const residuals = kept.map(
    ({ count, value }) => Math.abs(value - count * usual) / Math.sqrt(count * variance || 1),
  );
  const wider = Math.max(1, (normal * median(residuals)) ** 2);
  // A sum of amounts varies like a count of units, each as large as amounts differ.
  const unit = Math.max(variance / usual, usual * 1e-4);
  const spread: Spread = {
    mean: (now.count * usual) / unit,
    dispersion: tail * wider * (1 + 1 / earlier.length),
  };
  const chance = 1 / rules.onceIn / 2 / keys;
  const range = rangeOf(spread, chance);
  const each = now.value / now.count;
  const expected = {
    from: Math.min((range.from * unit) / now.count, usual * (1 - rules.share)),
    to: Math.max((range.to * unit) / now.count, usual * (1 + rules.share)),
  };
  const likeIt = earlier.filter(({ count, value }) =>
    each > usual ? value / count >= each : value / count <= each,
  );
  const chanceOf = each > usual ? atLeast : atMost;
  const isUnusual =
    (each < expected.from || each > expected.to) &&
    chanceOf(now.value / unit, spread) <= chance &&
    likeIt.length <= incidents;
  return { what, count: now.count, each, usual, expected, isUnusual };
}

function off({ count, each, usual }: JudgedAmount): number {
  return Math.abs(each - usual) * count;
}
