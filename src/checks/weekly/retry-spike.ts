import { z } from "zod";

import { defineCheck } from "#check.ts";
import { expectedRate, talliesByKey } from "#model/expected-rate.ts";
import type { Tally } from "#model/expected-rate.ts";
import { counted } from "#model/phrases.ts";

export default defineCheck({
  title: "Integrations take deliveries at the first attempt",
  why: "A storm of retries is an endpoint about to give up; what arrives hours late is counted on another day, or twice.",
  cadence: "weekly",
  needs: { deliveries: ["attempts", "occurred_at"] },
  looksBack: 13,
  runbook: "incident-triage",
  settings: z.strictObject({
    /** So many retries more than usual make a spike, at least. */
    excess: z.int().min(1).default(20),
    /** The chance of a false alarm, over all integrations of a window together. */
    chance: z.number().positive().max(0.5).default(0.001),
  }),

  measure: () => `
    WITH daily AS (
      SELECT integration, days.day, ago, sum(greatest(attempts - 1, 0)) AS retries, count(*) AS deliveries, max(attempts) AS attempts
      FROM deliveries JOIN days USING (day) WHERE attempts IS NOT NULL GROUP BY ALL
    )
    SELECT integration, ago, sum(retries) AS hits, sum(deliveries) AS "of", max(attempts) AS attempts,
      arg_max(day, retries) AS worst_day, max(retries) AS on_worst_day
    FROM daily GROUP BY ALL ORDER BY ago, integration`,

  judge({ rows }, { excess, chance }) {
    const tallies = talliesByKey(rows, "integration");
    const seen = rows.filter(({ ago }) => ago === "0");
    if (seen.length === 0) {
      const text = "No delivery of the window says how often it was attempted.";
      const expected = { from: null, to: null };
      return { outcome: "no_data", text, metric: null, expected, atRisk: "0", rows: [] };
    }
    const judged = seen.map((row) => {
      const all = tallies.get(row["integration"] ?? "") ?? [];
      const [now = { hits: 0, of: 0 }, ...earlier] = all;
      const expected = expectedRate(now.of, earlier, { chance: chance / seen.length, times: 2 });
      const usual = expected ? expected.usual * now.of : null;
      return { row, all, now, usual, most: expected ? expected.to * now.of : null };
    });
    const known = judged.filter(({ most }) => most !== null);
    const spikes = known
      .filter(({ now, usual, most }) => now.hits > (most ?? 0) && now.hits - (usual ?? 0) >= excess)
      .toSorted((a, b) => b.now.hits - a.now.hits);
    const worst = spikes[0] ?? judged.toSorted((a, b) => b.now.hits - a.now.hits)[0];
    if (!worst) throw new Error("nothing was judged");
    const { row, now, usual, most } = worst;
    const expected = { from: 0, to: most === null ? null : Math.max(excess, Math.ceil(most)) };
    const retries = judged.reduce((sum, one) => sum + one.now.hits, 0);
    const deliveries = judged.reduce((sum, one) => sum + one.now.of, 0);
    const others =
      spikes.length > 1 ? ` ${counted(spikes.length - 1, "other integration")} too.` : "";
    const text =
      spikes.length > 0
        ? `${counted(now.hits, "retry", "retries")} of deliveries to ${row["integration"]}, expected about ${Math.round(usual ?? 0)} of ${counted(now.of, "delivery", "deliveries")}; ${row["on_worst_day"]} of them on ${row["worst_day"]}, up to ${row["attempts"]} attempts for one.${others}`
        : `${counted(retries, "retry", "retries")} of ${counted(deliveries, "delivery", "deliveries")} to ${counted(judged.length, "integration")}${known.length === 0 ? "; fewer than 3 earlier weeks to compare with" : ""}.`;
    return {
      outcome: spikes.length > 0 ? "fail" : known.length === 0 ? "no_data" : "pass",
      text,
      metric: now.hits,
      unit: `retries to ${row["integration"]}`,
      expected,
      atRisk: "0",
      rows: spikes.map((one) => ({
        integration: one.row["integration"] ?? null,
        retries: String(one.now.hits),
        deliveries: String(one.now.of),
        usual_retries: String(Math.round(one.usual ?? 0)),
        worst_day: one.row["worst_day"] ?? null,
        attempts: one.row["attempts"] ?? null,
      })),
      trend: trendOf(worst.all),
    };
  },
});

function trendOf(tallies: readonly Tally[]): number[] {
  return tallies
    .slice(0, 14)
    .map(({ hits }) => hits)
    .toReversed();
}
