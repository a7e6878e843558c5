import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckRow } from "#model/check-result.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { firstOf, keyName, onItsDay, rangeText } from "#model/saying.ts";
import { isUnusual, judgeCounts } from "#model/unusual-counts.ts";
import type { JudgedCount } from "#model/unusual-counts.ts";
import { atRiskOf, worthOf } from "#model/worth.ts";
import { asRipe, sumsByKey } from "#reconcile/sums-by-key.ts";

export default defineCheck({
  title: "As many conversions as usual",
  why: "A lost tracking call is a sale that no partner is paid for; a flood of conversions is often fraud.",
  cadence: "daily",
  needs: { conversions: [] },
  money: ["conversions"],
  looksBack: 56,
  runbook: "revenue-mismatch",
  settings: z.strictObject({
    /** Of so many days one may surprise without a reason. */
    onceIn: z.number().min(10).default(1000),
    /** What lies this near to what was expected, as a share of it, is no surprise. */
    share: z.number().min(0).max(1).default(0.15),
    /** Fewer earlier windows than this are no baseline. */
    least: z.int().min(4).default(14),
  }),

  measure: () =>
    sumsByKey(
      `SELECT ago, partner_id, campaign_id, 1 AS conversions, coalesce(value, 0) AS value
       FROM conversions JOIN days USING (day) CROSS JOIN period WHERE ${asRipe}`,
      { partner: "partner_id", campaign: "campaign_id" },
      ["conversions", "value"],
    ),

  judge({ rows, period, currency }, settings) {
    const { all, series, unusual } = judgeCounts(rows, period, {
      ...settings,
      count: "conversions",
    });
    const conversions = series[0] ?? 0;
    const trend = series.slice(0, 14).toReversed();
    const measured = { metric: conversions, unit: "conversions", trend, rows: [], atRisk: "0" };
    const before = Math.max(0, series.length - 1);
    if (!all) {
      const text = `Conversions ${conversions.toLocaleString("en-US")}; only ${before} earlier windows to compare with, ${settings.least} are needed.`;
      return { ...measured, outcome: "no_data", text, expected: { from: null, to: null } };
    }
    const { expected } = all;
    const total = `Conversions ${conversions.toLocaleString("en-US")}, expected ${rangeText(expected)}${onItsDay(period)}.`;
    if (!isUnusual(all) && unusual.length === 0) {
      const outcome = conversions === 0 ? "no_data" : "pass";
      return { ...measured, outcome, text: total, expected };
    }
    const worth = worthOf(rows, "conversions");
    const bad = isUnusual(all) ? [all, ...unusual] : unusual;
    const risks = bad.map((one) => ({ what: one.what, amount: missingOf(one, worth(one.what)) }));
    const atRisk = atRiskOf(risks);
    const few = bad.filter(({ count, mean }) => count < mean).length;
    const wrong = few === 0 ? "too much" : few === bad.length ? "missing" : "out of place";
    const sentences = unusual.map(
      ({ what, count, expected: range }) =>
        `${keyName(what)} has ${count.toLocaleString("en-US")}, expected ${rangeText(range)}.`,
    );
    const revenue = `About ${displayAmount(atRisk, currency)} of revenue is ${wrong}.`;
    return {
      ...measured,
      outcome: "fail",
      text: [total, firstOf(sentences), revenue].filter((part) => part !== "").join(" "),
      expected,
      atRisk,
      rows: bad.map((one, index) => rowOf(one, risks[index]?.amount ?? new Decimal(0))),
    };
  },
});

function missingOf({ count, mean }: JudgedCount, each: Decimal): Decimal {
  return each.times(new Decimal(mean).minus(count).abs());
}

function rowOf({ what, count, expected }: JudgedCount, amount: Decimal): CheckRow {
  return {
    what,
    conversions: String(count),
    expected_from: String(expected.from),
    expected_to: String(expected.to),
    at_risk: amount.toDecimalPlaces(2).toFixed(),
  };
}
