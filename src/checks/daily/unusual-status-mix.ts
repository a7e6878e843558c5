import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckRow } from "#check.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { percent } from "#model/phrases.ts";
import { firstOf } from "#model/saying.ts";
import { seriesByKey } from "#model/series.ts";
import type { JudgedRate, RateRules } from "#model/unusual-rates.ts";
import { untoldRates } from "#model/untold-rates.ts";
import { atRiskOf, worthOf } from "#model/worth.ts";
import { sumsByKey } from "#reconcile/sums-by-key.ts";

const lost = ["refunded", "chargeback", "rejected", "fraud"] as const;

/** The level of a campaign's conversions by one partner, which explain it and are not judged. */
const pairs = "pair";

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
      `SELECT ago, partner_id, campaign_id, campaign_id || ' ' || partner_id AS pair, 1 AS conversions, coalesce(value, 0) AS value,
         CAST(status = 'approved' AND ${ripe} AS INTEGER) AS approved,
         ${lost.map((status) => `CAST(coalesce(status = '${status}', false) AS INTEGER) AS ${status}`).join(", ")}
       FROM conversions JOIN days USING (day) CROSS JOIN period`,
      { partner: "partner_id", campaign: "campaign_id", [pairs]: "pair" },
      ["conversions", "value", "approved", ...lost],
    ),

  judge(
    { rows: measuredRows, period, currency },
    { onceIn, times, conversions, least, leastRecords },
  ) {
    const rows = measuredRows.filter(({ what }) => !what?.startsWith(`${pairs} `));
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
      ...lost.flatMap((status) => {
        const found = untoldRates(rows, period, { ...above, hits: status });
        const isLeft = ({ mean }: JudgedRate, left: number): boolean =>
          left >= conversions && left >= mean * times;
        return unexplained(found, measuredRows, { status, isLeft }).map((one) => ({
          ...one,
          status,
        }));
      }),
      ...untoldRates(rows, period, missing).map((one) => ({ ...one, status: "approved" })),
    ].toSorted(
      (a, b) =>
        breadthOf(a.what) - breadthOf(b.what) ||
        Math.abs(b.hits - b.mean) - Math.abs(a.hits - a.mean),
    );
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

/** From the narrowest to all: a partner, a campaign, the sum. */
function breadthOf(what: string): number {
  return what.startsWith("partner ") ? 0 : what === "all" ? 2 : 1;
}

/** Without the campaigns, and the sum of all, in which little is left beside the partners that are named themselves. */
function unexplained(
  found: readonly JudgedRate[],
  rows: readonly CheckRow[],
  of: {
    readonly status: string;
    readonly isLeft: (one: JudgedRate, left: number) => boolean;
  },
): JudgedRate[] {
  const partners = found.flatMap(({ what }) => (breadthOf(what) === 0 ? [what] : []));
  return found.filter((one) => {
    const { what, windows, hits } = one;
    if (breadthOf(what) === 0) return true;
    const campaign = what.replace(/^campaign /, "");
    const shares = new Set(
      what === "all"
        ? partners
        : partners.map((partner) => `${pairs} ${campaign} ${partner.replace(/^partner /, "")}`),
    );
    const named = rows
      .filter((row) => shares.has(row["what"] ?? "") && Number(row["ago"]) < windows)
      .reduce((sum, row) => sum + Number(row[of.status]), 0);
    return of.isLeft(one, hits - named);
  });
}

/** The share of all conversions that came to nothing, by window. */
function lossShares(rows: Parameters<typeof seriesByKey>[0]): number[] {
  const of = (value: string) => seriesByKey(rows, { key: "what", value }).get("all") ?? [];
  const series = lost.map(of);
  return of("conversions").map((count, ago) => {
    const losses = series.reduce((sum, one) => sum + (one[ago] ?? 0), 0);
    return count === 0 ? 0 : Number(((100 * losses) / count).toFixed(2));
  });
}
