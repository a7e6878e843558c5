import { z } from "zod";

import { defineCheck } from "#check.ts";
import { rangeOf } from "#model/count-range.ts";
import { forecastOf, spreadOver } from "#model/forecast.ts";
import { displayAmount } from "#model/money.ts";
import { counted } from "#model/phrases.ts";
import { firstOf, keyName } from "#model/saying.ts";
import { seriesByKey } from "#model/series.ts";
import { unusualRates } from "#model/unusual-rates.ts";
import { atRiskOf, worthOf } from "#model/worth.ts";
import { sumsByKey } from "#reconcile/sums-by-key.ts";

const events = `SELECT ago, campaign_id, link_id, CAST(lower(type) = 'click' AS INTEGER) AS clicks,
    CAST(lower(type) <> 'click' AS INTEGER) AS results, 0 AS value
  FROM events JOIN days USING (day) WHERE NOT coalesce(is_bot, false) AND lower(type) IN`;
const sales = `SELECT ago, campaign_id, link_id, 0 AS clicks, 1 AS results, coalesce(value, 0) AS value
  FROM conversions JOIN days USING (day)`;

export default defineCheck({
  title: "Clicks lead to leads and sales as often as usual",
  why: "Clicks that lead nowhere are a broken page, a lost tracking tag, or traffic that nobody wants.",
  cadence: "daily",
  needs: { events: [] },
  uses: ["conversions"],
  money: ["conversions"],
  looksBack: 56,
  runbook: "sparse-analytics",
  settings: z.strictObject({
    /** Of so many days one may surprise without a reason. */
    onceIn: z.number().min(10).default(1000),
    /** Only a rate so many times smaller than usual is a surprise. */
    times: z.number().min(1).default(2),
    /** Where fewer leads and sales than this are expected, none is no surprise. */
    results: z.number().min(1).default(4),
    /** Fewer earlier windows than this are no baseline. */
    least: z.int().min(4).default(14),
    /** Fewer clicks in them are no baseline. */
    leastClicks: z.int().min(1).default(50),
  }),

  measure: (_, { datasets }) =>
    sumsByKey(
      datasets.includes("conversions")
        ? `${events} ('click', 'lead') UNION ALL ${sales}`
        : `${events} ('click', 'lead', 'sale')`,
      { campaign: "campaign_id", link: "link_id" },
      ["clicks", "results", "value"],
    ),

  judge({ rows, period, currency }, { onceIn, times, results, least, leastClicks }) {
    const clicks = seriesByKey(rows, { key: "what", value: "clicks" }).get("all") ?? [];
    const found = seriesByKey(rows, { key: "what", value: "results" }).get("all") ?? [];
    const [of = 0] = clicks;
    const [count = 0] = found;
    const total = `${counted(of, "click")} led to ${count.toLocaleString("en-US")} leads and sales`;
    const measured = {
      metric: count,
      unit: "leads and sales",
      trend: clicks
        .map((_, ago) => found[ago] ?? 0)
        .slice(0, 14)
        .toReversed(),
      rows: [],
      atRisk: "0",
      expected: { from: null, to: null },
    };
    if (of === 0) {
      return { ...measured, outcome: "no_data", text: "No click was recorded in the window." };
    }
    if (clicks.length <= least) {
      const text = `${total}; only ${clicks.length - 1} earlier windows to compare with, ${least} are needed.`;
      return { ...measured, outcome: "no_data", text };
    }
    const unusual = unusualRates(rows, period, {
      hits: "results",
      of: "clicks",
      side: "below",
      least,
      leastRecords: leastClicks,
      onceIn,
      times,
      leastHits: results,
    });
    if (unusual.length === 0) {
      return { ...measured, outcome: "pass", text: `${total}, as many as usual.` };
    }
    const worth = worthOf(rows, "results");
    const usually = (of: "clicks" | "results", what: string, windows: number) => {
      const own = seriesByKey(rows, { key: "what", value: of }).get(what) ?? [];
      const forecast = forecastOf(own, { span: period.span, least, judged: windows });
      return forecast ? spreadOver(forecast, windows) : null;
    };
    // Not by the rate: clicks that are bought or a mistake would not have led to a sale.
    const missing = (what: string, windows: number, hits: number): number => {
      const expected = usually("results", what, windows);
      return expected && hits < rangeOf(expected, 0.05).from ? expected.mean - hits : 0;
    };
    const atRisk = atRiskOf(
      unusual.map(({ what, windows, hits }) => ({
        what,
        amount: worth(what).times(missing(what, windows, hits)),
      })),
    );
    const sentences = unusual.map(({ what, windows, hits, of: records, mean }) => {
      const days = windows > 1 ? ` in ${windows} days` : "";
      const led = `${keyName(what)}: ${counted(records, "click")}${days}`;
      const expected = usually("clicks", what, windows);
      return expected && records > rangeOf(expected, 0.01).to
        ? `${led}, usually about ${Math.round(expected.mean).toLocaleString("en-US")}, led to ${hits}: clicks that nobody buys after.`
        : `${led} led to ${hits}, usually to about ${Math.round(mean)}.`;
    });
    const money =
      atRisk === "0" ? "" : ` About ${displayAmount(atRisk, currency)} of sales are missing.`;
    return {
      ...measured,
      outcome: "fail",
      text: `${firstOf(sentences)}${money} ${total}.`,
      atRisk,
      rows: unusual.map(({ what, windows, hits, of: records, mean }) => ({
        what,
        windows: String(windows),
        clicks: String(records),
        leads_and_sales: String(hits),
        usual: mean.toFixed(1),
      })),
    };
  },
});
