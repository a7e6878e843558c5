import { z } from "zod";

import { defineCheck } from "#check.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { firstOf, keyName } from "#model/saying.ts";
import { seriesByKey } from "#model/series.ts";
import { judgeAmounts } from "#model/unusual-amounts.ts";
import type { JudgedAmount } from "#model/unusual-amounts.ts";
import { atRiskOf } from "#model/worth.ts";
import { asRipe, sumsByKey } from "#reconcile/sums-by-key.ts";

export default defineCheck({
  title: "Conversions are worth what they usually are",
  why: "Amounts in cents, in another currency or with tax make every commission of the day wrong.",
  cadence: "daily",
  needs: { conversions: [] },
  money: ["conversions"],
  looksBack: 56,
  runbook: "revenue-mismatch",
  settings: z.strictObject({
    /** Of so many days one may surprise without a reason. */
    onceIn: z.number().min(10).default(1000),
    /** What lies this near to the usual amount, as a share of it, is no surprise. */
    share: z.number().min(0).max(1).default(0.2),
    /** Fewer conversions than this say nothing about what each is worth. */
    leastRecords: z.int().min(1).default(5),
    /** Fewer earlier windows than this are no baseline. */
    least: z.int().min(4).default(14),
  }),

  measure: () =>
    sumsByKey(
      `SELECT ago, partner_id, campaign_id, 1 AS conversions, coalesce(value, 0) AS value,
         CAST(coalesce(value, 0) AS DOUBLE) * CAST(coalesce(value, 0) AS DOUBLE) AS squares
       FROM conversions JOIN days USING (day) CROSS JOIN period WHERE ${asRipe}`,
      { partner: "partner_id", campaign: "campaign_id" },
      ["conversions", "value", "squares"],
    ),

  judge({ rows, currency }, settings) {
    const now = rows.find(({ what, ago }) => what === "all" && ago === "0");
    const value = new Decimal(now?.["value"] ?? 0);
    const count = Number(now?.["conversions"] ?? 0);
    const series = seriesByKey(rows, { key: "what", value: "value" }).get("all") ?? [];
    const trend = series.slice(0, 14).toReversed();
    const measured = { metric: value.toNumber(), unit: currency, trend, rows: [], atRisk: "0" };
    const nothing = { from: null, to: null };
    const shown = (amount: number): string =>
      displayAmount(new Decimal(amount).toDecimalPlaces(2), currency);
    if (count === 0) {
      const text = "No conversion was recorded in the window.";
      return { ...measured, outcome: "no_data", text, expected: nothing };
    }
    const sum = `${count.toLocaleString("en-US")} conversions are worth ${displayAmount(value, currency)}, ${shown(value.toNumber() / count)} each`;
    const { all, unusual } = judgeAmounts(rows, settings);
    if (!all && unusual.length === 0) {
      const text = `${sum}; ${settings.leastRecords} conversions after ${settings.least} earlier windows are needed to compare.`;
      return { ...measured, outcome: "no_data", text, expected: nothing };
    }
    const range = (one: JudgedAmount): string =>
      `${shown(one.expected.from)}–${shown(one.expected.to)}`;
    const total = all ? `${sum}, expected ${range(all)}.` : `${sum}.`;
    const expected = all
      ? { from: cents(all.expected.from * count), to: cents(all.expected.to * count) }
      : nothing;
    if (unusual.length === 0) return { ...measured, outcome: "pass", text: total, expected };
    const sentences = unusual
      .filter(({ what }) => what !== "all")
      .map((one) => `${keyName(one.what)} has ${shown(one.each)} each, expected ${range(one)}.`);
    const risks = unusual.map(({ what, each, usual, count: records }) => ({
      what,
      amount: new Decimal(each).minus(usual).times(records).abs(),
    }));
    return {
      ...measured,
      outcome: "fail",
      text: [total, firstOf(sentences)].filter((part) => part !== "").join(" "),
      expected,
      atRisk: atRiskOf(risks),
      rows: unusual.map((one) => ({
        what: one.what,
        conversions: String(one.count),
        each: one.each.toFixed(2),
        expected_from: one.expected.from.toFixed(2),
        expected_to: one.expected.to.toFixed(2),
      })),
    };
  },
});

function cents(amount: number): number {
  return Number(amount.toFixed(2));
}
