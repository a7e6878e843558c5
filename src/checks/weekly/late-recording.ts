import { z } from "zod";

import { defineCheck } from "#check.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { counted } from "#model/phrases.ts";
import { judgeCounts } from "#model/unusual-counts.ts";
import { lateCtes } from "#reconcile/late-sql.ts";

export default defineCheck({
  title: "Conversions of the week were recorded in time",
  why: "A few late sales a day are no news; a week of them changes numbers that were read, approved and paid by.",
  cadence: "weekly",
  needs: { conversions: ["recorded_at"] },
  money: ["conversions"],
  looksBack: 12,
  runbook: "export-mismatch",
  settings: z.strictObject({
    /** Recorded later than this is late, in hours; where it usually takes longer, later than three times that. */
    hours: z.number().positive().default(1),
    /** Fewer late ones than this are no surprise. */
    conversions: z.int().min(1).default(10),
    /** Of so many weeks one may surprise without a reason. */
    onceIn: z.number().min(10).default(1000),
    /** Fewer earlier weeks than this are no baseline. */
    least: z.int().min(3).default(4),
  }),

  measure: ({ hours }) => `
    WITH ${lateCtes(hours)}
    SELECT ago, what, sum(conversions) AS conversions, sum(late) AS late, sum(value) AS value,
      sum(CASE WHEN happened < from_day THEN late ELSE 0 END) AS older,
      sum(CASE WHEN happened < from_day THEN value ELSE 0 END) AS older_value, any_value(longest) AS longest
    FROM (
      SELECT *, 'all' AS what FROM arrived
      UNION ALL SELECT *, coalesce('partner ' || partner_id, 'without a partner') FROM arrived WHERE ago = 0 AND late = 1
    ) JOIN windows USING (ago) CROSS JOIN usual
    GROUP BY ago, what ORDER BY late DESC, what`,

  judge({ rows, period, currency }, settings) {
    const whole = rows.filter(({ what }) => what === "all");
    const { all, series } = judgeCounts(whole, period, { ...settings, share: 0, count: "late" });
    const now = whole.find(({ ago }) => ago === "0");
    const [late = 0] = series;
    const trend = series.toReversed();
    const none = { from: null, to: null };
    const measured = { metric: late, unit: "conversions", trend, atRisk: "0", rows: [] };
    if (!now) {
      const text = "No conversion was recorded in the window.";
      return { ...measured, outcome: "no_data", metric: null, text, expected: none };
    }
    const worth = new Decimal(now["value"] ?? 0);
    const older = Number(now["older"]);
    const hours = counted(Number(Number(now["longest"]).toFixed(1)), "hour");
    const sum = `${late} of ${counted(Number(now["conversions"]), "conversion")} were recorded more than ${hours} after the sale, worth ${displayAmount(worth, currency)}`;
    const before =
      older === 0
        ? ""
        : ` ${older} of them, ${displayAmount(now["older_value"] ?? "0", currency)}, happened before the window began.`;
    if (!all) {
      const text = `${sum}; only ${series.length - 1} earlier windows to compare with, ${settings.least} are needed.${before}`;
      return { ...measured, outcome: "no_data", text, expected: none };
    }
    const expected = { from: null, to: Math.max(all.expected.to, settings.conversions - 1) };
    const text = `${sum}; at most ${expected.to} expected.${before}`;
    if (late <= expected.to) return { ...measured, outcome: "pass", text, expected };
    return {
      ...measured,
      outcome: "fail",
      text,
      expected,
      atRisk: worth.toFixed(),
      rows: rows
        .filter(({ what }) => what !== "all")
        .map(({ what = null, late: count = null, value = null }) => ({ what, late: count, value })),
    };
  },
});
