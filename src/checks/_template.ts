import { z } from "zod";

import { defineCheck } from "#check.ts";
import { Decimal } from "#model/money.ts";

export default defineCheck({
  title: "Every sale of the day names its partner",
  why: "A sale without a partner is never paid to anybody.",
  cadence: "daily",
  needs: { conversions: ["partner_id"] },
  money: ["conversions"],
  runbook: "revenue-mismatch",
  settings: z.strictObject({
    /** How many may be without one. */
    most: z.int().min(0).default(0),
  }),

  measure: () => `
    SELECT conversion_id, value, partner_id IS NULL AS lost
    FROM conversions, period WHERE day BETWEEN from_day AND to_day ORDER BY value DESC`,

  judge({ rows }, { most }) {
    const expected = { from: 0, to: most };
    if (rows.length === 0) {
      const text = "No conversion was recorded in the window.";
      return { outcome: "no_data", text, metric: null, expected, atRisk: "0", rows };
    }
    const lost = rows.filter((row) => row["lost"] === "true");
    return {
      outcome: lost.length > most ? "fail" : "pass",
      text: `${lost.length} of ${rows.length} conversions name no partner.`,
      metric: lost.length,
      expected,
      atRisk: Decimal.sum(0, ...lost.map(({ value }) => value ?? 0)).toFixed(),
      rows: lost,
    };
  },
});
