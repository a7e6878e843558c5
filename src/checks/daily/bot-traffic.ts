import { z } from "zod";

import { defineCheck } from "#check.ts";
import { Decimal } from "#model/money.ts";
import { counted, percent } from "#model/phrases.ts";
import { firstOf, keyName } from "#model/saying.ts";
import { seriesByKey } from "#model/series.ts";
import { rateForecast } from "#model/unusual-rates.ts";
import { untoldRates } from "#model/untold-rates.ts";
import { atRiskOf } from "#model/worth.ts";
import { sumsByKey } from "#reconcile/sums-by-key.ts";

const clicks = `SELECT ago, campaign_id, link_id, 1 AS clicks, CAST(coalesce(is_bot, false) AS INTEGER) AS bots, 0 AS value
  FROM events JOIN days USING (day) WHERE lower(type) = 'click'`;
const sales = `SELECT ago, campaign_id, link_id, 0 AS clicks, 0 AS bots, coalesce(value, 0) AS value
  FROM conversions JOIN days USING (day)`;

export default defineCheck({
  title: "No more bots among the clicks than usual",
  why: "Bots cost what clicks cost, hide what people do, and are where click fraud begins.",
  cadence: "daily",
  needs: { events: ["is_bot"] },
  uses: ["conversions"],
  money: ["conversions"],
  looksBack: 56,
  runbook: "sparse-analytics",
  settings: z.strictObject({
    /** Of so many days one may surprise without a reason. */
    onceIn: z.number().min(10).default(1000),
    /** Less than this many times the usual share is no surprise. */
    times: z.number().min(1).default(1.5),
    /** Fewer bots than this are no surprise. */
    bots: z.int().min(1).default(10),
    /** Fewer earlier windows than this are no baseline. */
    least: z.int().min(4).default(14),
    /** Fewer clicks in them are no baseline. */
    leastClicks: z.int().min(1).default(100),
  }),

  measure: (_, { datasets }) =>
    sumsByKey(
      datasets.includes("conversions") ? `${clicks} UNION ALL ${sales}` : clicks,
      { campaign: "campaign_id", link: "link_id" },
      ["clicks", "bots", "value"],
    ),

  judge({ rows, period }, { onceIn, times, bots, least, leastClicks }) {
    const all = seriesByKey(rows, { key: "what", value: "clicks" }).get("all") ?? [];
    const robots = seriesByKey(rows, { key: "what", value: "bots" }).get("all") ?? [];
    const [of = 0] = all;
    const share = of === 0 ? 0 : (robots[0] ?? 0) / of;
    const step = period.span === "day" ? 7 : 1;
    const forecast = all.length > least ? rateForecast(robots, all, { judged: 1, step }) : null;
    const usual = forecast && of > 0 ? forecast.at(0) / of : null;
    const shares = all.map((one, ago) => (one === 0 ? 0 : (100 * (robots[ago] ?? 0)) / one));
    const measured = {
      metric: Number((share * 100).toFixed(2)),
      unit: "%",
      trend: shares
        .slice(0, 14)
        .map((one) => Number(one.toFixed(2)))
        .toReversed(),
      rows: [],
      atRisk: "0",
    };
    if (usual === null) {
      const text =
        of === 0
          ? "No click was recorded in the window."
          : `${percent(share)} of ${counted(of, "click")} came from bots; only ${Math.max(0, all.length - 1)} earlier windows to compare with, ${least} are needed.`;
      return { ...measured, outcome: "no_data", text, expected: { from: null, to: null } };
    }
    const expected = { from: null, to: Number((usual * times * 100).toFixed(2)) };
    const total = `${percent(share)} of ${counted(of, "click")} came from bots, usually ${percent(usual)}.`;
    const unusual = untoldRates(rows, period, {
      hits: "bots",
      of: "clicks",
      side: "above",
      least,
      leastRecords: leastClicks,
      onceIn,
      times,
      leastHits: bots,
      lengths: [1, 3],
    });
    if (unusual.length === 0) return { ...measured, outcome: "pass", text: total, expected };
    const earned = new Map(
      rows.flatMap((row) => (row["ago"] === "0" ? [[row["what"], row["value"] ?? "0"]] : [])),
    );
    const sentences = unusual
      .filter(({ what }) => what !== "all")
      .map(
        ({ what, windows, hits, of: records, expected: range }) =>
          `${keyName(what)} has ${hits} of ${records.toLocaleString("en-US")}${windows > 1 ? ` in ${windows} days` : ""}, at most ${range.to} expected.`,
      );
    return {
      ...measured,
      outcome: "fail",
      text: [total, firstOf(sentences)].filter((part) => part !== "").join(" "),
      expected,
      // What was earned where the bots are may rest on them.
      atRisk: atRiskOf(
        unusual.map(({ what }) => ({ what, amount: new Decimal(earned.get(what) ?? 0) })),
      ),
      rows: unusual.map(({ what, windows, hits, of: records, expected: range }) => ({
        what,
        windows: String(windows),
        bots: String(hits),
        clicks: String(records),
        expected_to: String(range.to),
      })),
    };
  },
});
