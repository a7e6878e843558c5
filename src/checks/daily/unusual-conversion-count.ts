import { z } from "zod";

import { defineCheck } from "#check.ts";
import { baselineOf, isWithin } from "#model/baseline.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { likeWindows, seriesOf, weekdayOf } from "#model/series.ts";

export default defineCheck({
  title: "As many conversions as usual",
  why: "A lost tracking call is a sale that no partner is paid for; a flood of conversions is often fraud.",
  cadence: "daily",
  needs: { conversions: [] },
  money: ["conversions"],
  looksBack: 56,
  runbook: "revenue-mismatch",
  settings: z.strictObject({
    /** How many deviations from the median are still usual. */
    deviations: z.number().positive().default(4),
    /** Fewer earlier windows than this are no baseline. */
    least: z.int().min(3).default(4),
  }),

  measure: () => `
    SELECT ago, count(conversion_id) AS conversions, coalesce(sum(value), 0) AS value
    FROM windows LEFT JOIN conversions ON day BETWEEN from_day AND to_day GROUP BY ago
    HAVING count(conversion_id) > 0 OR ago <= (
      SELECT max(ago) FROM windows JOIN conversions ON day BETWEEN from_day AND to_day)
    ORDER BY ago`,

  judge({ rows, period, currency }, { deviations, least }) {
    const series = seriesOf(rows, "conversions");
    const [conversions = 0] = series;
    const trend = series.slice(0, 14).toReversed();
    const expected = baselineOf(likeWindows(series, period, least), {
      least,
      deviations,
      counts: true,
    });
    const measured = { metric: conversions, unit: "conversions", trend, rows: [], atRisk: "0" };
    if (!expected) {
      const text = `Conversions ${conversions}; only ${Math.max(0, series.length - 1)} earlier windows to compare with, ${least} are needed.`;
      return { ...measured, outcome: "no_data", text, expected: { from: null, to: null } };
    }
    const range = { from: Math.floor(expected.from), to: Math.ceil(expected.to) };
    const on = period.span === "day" ? ` on a ${weekdayOf(period)}` : "";
    const text = `Conversions ${conversions}, expected ${range.from}–${range.to}${on}.`;
    if (isWithin(conversions, range)) {
      return { ...measured, outcome: "pass", text, expected: range };
    }
    const middle = (expected.from + expected.to) / 2;
    const earlier = rows.filter(({ ago }) => ago !== "0");
    const sold = earlier.reduce((sum, row) => sum.plus(row["conversions"] ?? 0), new Decimal(0));
    const value = Decimal.sum(0, ...earlier.map((row) => row["value"] ?? 0));
    const atRisk = (sold.isZero() ? new Decimal(0) : value.dividedBy(sold))
      .times(new Decimal(middle).minus(conversions).abs())
      .toDecimalPlaces(2);
    return {
      ...measured,
      outcome: "fail",
      text: `${text} About ${displayAmount(atRisk, currency)} of revenue is ${conversions < middle ? "missing" : "too much"}.`,
      expected: range,
      atRisk: atRisk.toFixed(),
    };
  },
});
