import { z } from "zod";

import { defineCheck } from "#check.ts";
import { Decimal } from "#model/money.ts";
import { firstOf, keyName, onItsDay, rangeText } from "#model/saying.ts";
import { isUnusual, judgeCounts } from "#model/unusual-counts.ts";
import { atRiskOf, worthOf } from "#model/worth.ts";
import { sumsByKey } from "#reconcile/sums-by-key.ts";

const clicks = `SELECT ago, campaign_id, link_id, 1 AS clicks, 0 AS value FROM events JOIN days USING (day)
  WHERE lower(type) = 'click' AND NOT coalesce(is_bot, false)`;
const sales = `SELECT ago, campaign_id, link_id, 0 AS clicks, coalesce(value, 0) AS value
  FROM conversions JOIN days USING (day)`;

export default defineCheck({
  title: "As many clicks as usual, on every campaign and link",
  why: "Clicks that stop are a broken link or a partner who left; clicks from nowhere are often bought, and paid for by you.",
  cadence: "daily",
  needs: { events: [] },
  uses: ["conversions"],
  money: ["conversions"],
  looksBack: 56,
  runbook: "sparse-analytics",
  settings: z.strictObject({
    /** Of so many days one may surprise without a reason. */
    onceIn: z.number().min(10).default(1000),
    /** What lies this near to what was expected, as a share of it, is no surprise. */
    share: z.number().min(0).default(0.3),
    /** Fewer clicks than this on a campaign or link are no surprise. */
    clicks: z.int().min(0).default(10),
    /** Fewer earlier windows than this are no baseline. */
    least: z.int().min(4).default(14),
  }),

  measure: (_, { datasets }) =>
    sumsByKey(
      datasets.includes("conversions") ? `${clicks} UNION ALL ${sales}` : clicks,
      { campaign: "campaign_id", link: "link_id" },
      ["clicks", "value"],
    ),

  judge({ rows, period }, settings) {
    const judged = judgeCounts(rows, period, { ...settings, count: "clicks" });
    const { all, series } = judged;
    const count = series[0] ?? 0;
    const trend = series.slice(0, 14).toReversed();
    const measured = { metric: count, unit: "clicks", trend, rows: [], atRisk: "0" };
    if (!all) {
      const before = Math.max(0, series.length - 1);
      const text = `Clicks ${count.toLocaleString("en-US")}; only ${before} earlier windows to compare with, ${settings.least} are needed.`;
      return { ...measured, outcome: "no_data", text, expected: { from: null, to: null } };
    }
    const { expected } = all;
    const total = `Clicks ${count.toLocaleString("en-US")}, expected ${rangeText(expected)}${onItsDay(period)}.`;
    const unusual = judged.unusual.filter(
      (one) => Math.max(one.count, one.mean) >= settings.clicks,
    );
    if (!isUnusual(all) && unusual.length === 0) {
      const outcome = count === 0 ? "no_data" : "pass";
      return { ...measured, outcome, text: total, expected };
    }
    const bad = isUnusual(all) ? [all, ...unusual] : unusual;
    const each = worthOf(rows, "clicks");
    const earned = new Map(
      rows.flatMap((row) => (row["ago"] === "0" ? [[row["what"], row["value"] ?? "0"]] : [])),
    );
    const risks = bad.map(({ what, count: found, mean }) => ({
      what,
      // Of clicks too few the sales they would have brought; of too many those that rest on them.
      amount:
        found < mean
          ? each(what).times(new Decimal(mean).minus(found))
          : new Decimal(earned.get(what) ?? 0),
    }));
    const sentences = unusual.map(
      (one) =>
        `${keyName(one.what)} has ${one.count.toLocaleString("en-US")}, expected ${rangeText(one.expected)}.`,
    );
    return {
      ...measured,
      outcome: "fail",
      text: [firstOf(sentences), total].filter((part) => part !== "").join(" "),
      expected,
      atRisk: atRiskOf(risks),
      rows: bad.map((one, index) => ({
        what: one.what,
        clicks: String(one.count),
        expected_from: String(one.expected.from),
        expected_to: String(one.expected.to),
        at_risk: risks[index]?.amount.toDecimalPlaces(2).toFixed() ?? "0",
      })),
    };
  },
});
