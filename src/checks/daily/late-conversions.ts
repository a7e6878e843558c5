import { z } from "zod";

import { defineCheck } from "#check.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { counted } from "#model/phrases.ts";
import { firstOf, keyName } from "#model/saying.ts";
import { isUnusual, judgeCounts } from "#model/unusual-counts.ts";
import { lateCtes } from "#reconcile/late-sql.ts";
import { sumsByKey } from "#reconcile/sums-by-key.ts";

export default defineCheck({
  title: "Conversions are recorded soon after they happen",
  why: "A sale that is recorded late misses its dashboard, its approval and its payout.",
  cadence: "daily",
  needs: { conversions: ["recorded_at"] },
  money: ["conversions"],
  looksBack: 56,
  runbook: "export-mismatch",
  settings: z.strictObject({
    /** Recorded later than this is late, in hours; where it usually takes longer, later than three times that. */
    hours: z.number().positive().default(1),
    /** Fewer late ones than this are no surprise. */
    conversions: z.int().min(1).default(3),
    /** Of so many days one may surprise without a reason. */
    onceIn: z.number().min(10).default(1000),
    /** Fewer earlier windows than this are no baseline. */
    least: z.int().min(4).default(14),
  }),

  measure: ({ hours }) => `
    WITH ${lateCtes(hours)}
    SELECT *, longest FROM (${sumsByKey(
      "SELECT ago, partner_id, source, conversions, late, value FROM arrived",
      { partner: "partner_id", source: "source" },
      ["conversions", "late", "value"],
    )}) CROSS JOIN usual`,

  judge({ rows, period, currency }, settings) {
    const { all, series, unusual } = judgeCounts(rows, period, {
      ...settings,
      share: 0,
      count: "late",
    });
    const now = rows.find(({ what, ago }) => what === "all" && ago === "0");
    const of = Number(now?.["conversions"] ?? 0);
    const [late = 0] = series;
    const longest = Number(rows[0]?.["longest"] ?? settings.hours);
    const trend = series.slice(0, 14).toReversed();
    const measured = { metric: late, unit: "conversions", trend, rows: [], atRisk: "0" };
    if (of === 0 || !all) {
      const text =
        of === 0
          ? "No conversion was recorded in the window."
          : `${late} of ${of} conversions were recorded late; only ${Math.max(0, series.length - 1)} earlier windows to compare with, ${settings.least} are needed.`;
      return { ...measured, outcome: "no_data", text, expected: { from: null, to: null } };
    }
    const expected = { from: null, to: Math.max(all.expected.to, settings.conversions - 1) };
    const total = `${late} of ${counted(of, "conversion")} were recorded more than ${hoursText(longest)} after the sale, at most ${expected.to} expected.`;
    const parts = unusual.filter(
      ({ count, mean }) => count >= settings.conversions && count > mean,
    );
    const isMuch = isUnusual({ count: late, expected: { from: 0, to: expected.to } });
    if (!isMuch && parts.length === 0) {
      return { ...measured, outcome: "pass", text: total, expected };
    }
    const atRisk = new Decimal(now?.["value"] ?? 0).toFixed();
    const sentences = parts.map(
      ({ what, count, expected: range }) =>
        `${keyName(what)} has ${count}, at most ${range.to} expected.`,
    );
    return {
      ...measured,
      outcome: "fail",
      text: [total, firstOf(sentences), `They are worth ${displayAmount(atRisk, currency)}.`]
        .filter((part) => part !== "")
        .join(" "),
      expected,
      atRisk,
      rows: rows
        .filter((row) => row["ago"] === "0" && Number(row["late"]) > 0)
        .toSorted((a, b) => Number(b["late"]) - Number(a["late"]))
        .slice(0, 1000),
    };
  },
});

function hoursText(hours: number): string {
  return counted(Number(hours.toFixed(1)), "hour");
}
