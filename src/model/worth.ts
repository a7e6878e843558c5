import type { CheckRow } from "#model/check-result.ts";
import { Decimal } from "#model/money.ts";

/** What one of a key's records was worth in the windows before; the worth of any where the key had none. */
export function worthOf(
  rows: readonly CheckRow[],
  count: string,
  value = "value",
): (what: string) => Decimal {
  const sums = new Map<string, { records: Decimal; value: Decimal }>();
  for (const row of rows) {
    const what = row["what"];
    if (row["ago"] === "0" || what === null || what === undefined) continue;
    const sum = sums.get(what) ?? { records: new Decimal(0), value: new Decimal(0) };
    sum.records = sum.records.plus(row[count] ?? 0);
    sum.value = sum.value.plus(row[value] ?? 0);
    sums.set(what, sum);
  }
  return (what) => {
    const own = sums.get(what);
    const sum = own && !own.records.isZero() ? own : sums.get("all");
    if (!sum || sum.records.isZero()) return new Decimal(0);
    return sum.value.dividedBy(sum.records);
  };
}

/**
 * Money at risk in keys of several levels: a campaign's is its links' too, so that the level with the most stands for all.
 * Rounded to cents only here, as it is an estimate.
 */
export function atRiskOf(
  keys: readonly { readonly what: string; readonly amount: Decimal }[],
): string {
  const levels = Map.groupBy(keys, ({ what }) => what.split(" ", 1)[0]);
  const sums = [...levels.values()].map((level) =>
    Decimal.sum(0, ...level.map(({ amount }) => amount)),
  );
  return Decimal.max(0, ...sums)
    .toDecimalPlaces(2)
    .toFixed();
}
