import { z } from "zod";

import { defineCheck } from "#check.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { percent } from "#model/phrases.ts";
import { firstOf } from "#model/saying.ts";
import { seriesByKey } from "#model/series.ts";
import { unusualRates } from "#model/unusual-rates.ts";
import type { RateRules } from "#model/unusual-rates.ts";
import { atRiskOf, worthOf } from "#model/worth.ts";
import { sumsByKey } from "#reconcile/sums-by-key.ts";

const lost = ["refunded", "chargeback", "rejected", "fraud"] as const;

/** Approved as soon after its window as the judged window's can have been; without the instant, whenever. */
const ripe = `(conversions.approved_at IS NULL OR period.captured_at IS NULL
  OR conversions.approved_at <= days.ends_at + (period.captured_at - period.ends_at))`;

export default defineCheck({
  title: "Conversions are approved, refunded and refused as often as usual",
  why: "A wave of refunds or fraud is paid out as commission unless somebody stops it before the payout.",
  cadence: "daily",
  needs: { conversions: [] },
  money: ["conversions"],
  looksBack: 56,
  runbook: "revenue-mismatch",
  settings: z.strictObject({
    /** Of so many days one may surprise without a reason. */
    onceIn: z.number().min(10).default(100),
    /** Less than this many times the usual share is no surprise. */
    times: z.number().min(1).default(2),
    /** Fewer conversions of a status than this are no surprise. */
    conversions: z.int().min(1).default(3),
    /** Fewer earlier windows than this are no baseline. */
    least: z.int().min(4).default(14),
    /** Fewer conversions in them are no baseline. */
    leastRecords: z.int().min(1).default(30),
  }),

  measure: () =>
    sumsByKey(
      `SELECT ago, partner_id, campaign_id, 1 AS conversions, coalesce(value, 0) AS value,
         CAST(status = 'approved' AND ${ripe} AS INTEGER) AS approved,
         ${lost.map((status) => `CAST(coalesce(status = '${status}', false) AS INTEGER) AS ${status}`).join(", ")}
       FROM conversions JOIN days USING (day) CROSS JOIN period`,
      { partner: "partner_id", campaign: "campaign_id" },
      ["conversions", "value", "approved", ...lost],
    ),

  judge({ rows, period, currency }, { onceIn, times, conversions, least, leastRecords }) {
    const all = seriesByKey(rows, { key: "what", value: "conversions" }).get("all") ?? [];
    const [of = 0] = all;
    const now = rows.find(({ what, ago }) => what === "all" && ago === "0");
    const bad = lost.map((status) => ({ status, count: Number(now?.[status] ?? 0) }));
    const losses = bad.reduce((sum, { count }) => sum + count, 0);
    const shares = lossShares(rows);
    const measured = {
      metric: of === 0 ? null : Number(((100 * losses) / of).toFixed(2)),
      unit: "%",
      trend: shares.slice(0, 14).toReversed(),
      rows: [],
      atRisk: "0",
      expected: { from: null, to: null },
    };
    if (of === 0) {
      const text = "No conversion was recorded in the window.";
      return { ...measured, outcome: "no_data", text };
    }
    const mix = bad.map(({ status, count }) => `${count} ${status}`).join(", ");
    const approved = Number(now?.["approved"] ?? 0);
    const total = `Of ${of.toLocaleString("en-US")} conversions ${percent(approved / of)} are approved so far; ${mix}.`;
    if (all.length <= least) {
      const text = `${total} Only ${all.length - 1} earlier windows to compare with, ${least} are needed.`;
      return { ...measured, outcome: "no_data", text };
    }
    // Younger windows have fewer refunds: more than older ones is a surprise at any age, less is none.
    const rules = { of: "conversions", least, leastRecords, times, onceIn: onceIn * lost.length };
    const above = { ...rules, side: "above", leastHits: conversions } as const;
    const missing: RateRules = {
      ...rules,
      hits: "approved",
      side: "below",
      leastHits: 10,
      lengths: [1],
    };
    const unusual = [
      ...lost.flatMap((status) =>
        unusualRates(rows, period, { ...above, hits: status }).map((one) => ({ ...one, status })),
      ),
      ...unusualRates(rows, period, missing).map((one) => ({ ...one, status: "approved" })),
    ].toSorted((a, b) => Math.abs(b.hits - b.mean) - Math.abs(a.hits - a.mean));
    if (unusual.length === 0) return { ...measured, outcome: "pass", text: total };
    const worth = worthOf(rows, "conversions");
    const atRisk = atRiskOf(
      unusual.map(({ what, hits, mean }) => ({
        what,
        amount: worth(what).times(new Decimal(mean).minus(hits).abs()),
      })),
    );
    const sentences = unusual.map(
      ({ status, what, windows, hits, of: records, mean }) =>
        `${hits} of ${records.toLocaleString("en-US")} conversions${what === "all" ? "" : ` of ${what}`}${windows > 1 ? ` in ${windows} days` : ""} are ${status}, usually about ${mean < 1 ? mean.toFixed(1) : Math.round(mean)}.`,
    );
    return {
      ...measured,
      outcome: "fail",
      text: `${firstOf(sentences)} About ${displayAmount(atRisk, currency)} of revenue is in question.`,
      atRisk,
      rows: unusual.map(({ status, what, windows, hits, of: records, mean }) => ({
        what,
        status,
        windows: String(windows),
        conversions: String(hits),
        of: String(records),
        usual: mean.toFixed(1),
      })),
    };
  },
});

/** The share of all conversions that came to nothing, by window. */
function lossShares(rows: Parameters<typeof seriesByKey>[0]): number[] {
  const of = (value: string) => seriesByKey(rows, { key: "what", value }).get("all") ?? [];
  const series = lost.map(of);
  return of("conversions").map((count, ago) => {
    const losses = series.reduce((sum, one) => sum + (one[ago] ?? 0), 0);
    return count === 0 ? 0 : Number(((100 * losses) / count).toFixed(2));
  });
}
