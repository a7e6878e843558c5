import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckRow } from "#check.ts";
import { expectedRate, percentOf, percentTrend, talliesByKey } from "#model/expected-rate.ts";
import type { Tally } from "#model/expected-rate.ts";
import { counted, listed, percent } from "#model/phrases.ts";
import { literal } from "#reconcile/sql.ts";

export default defineCheck({
  title: "Integrations receive what is delivered to them",
  why: "A delivery that failed for good is an order, a postback or a payout the other side never heard of.",
  cadence: "weekly",
  needs: { deliveries: ["occurred_at"] },
  looksBack: 13,
  runbook: "incident-triage",
  settings: z.strictObject({
    /** The words that say that a delivery failed; of any other word its HTTP status decides. */
    failed: z
      .array(z.string())
      .default(["failed", "failure", "error", "dead", "exhausted", "expired", "timeout"]),
    /** The words that say that it arrived, whatever its HTTP status. */
    arrived: z.array(z.string()).default(["delivered", "succeeded", "success", "ok", "retried"]),
    /** Fewer failures than this of an integration are nothing to speak of. */
    least: z.int().min(1).default(5),
    /** More than this share is too much, however usual it is. */
    most: z.number().positive().max(1).default(0.2),
    /** The chance of a false alarm, over all integrations of a window together. */
    chance: z.number().positive().max(0.5).default(0.001),
  }),

  measure: ({ failed, arrived }) => `
    WITH told AS (
      SELECT ago, integration, http_status, status,
        CASE WHEN lower(status) IN (${listSql(failed)}) THEN true WHEN lower(status) IN (${listSql(arrived)}) THEN false
          ELSE http_status >= 400 END AS failed
      FROM deliveries JOIN days USING (day)
    )
    SELECT integration, ago, count(*) FILTER (WHERE failed) AS hits, count(*) AS "of",
      mode(http_status) FILTER (WHERE failed) AS http_status,
      count(*) FILTER (WHERE failed IS NULL) AS untold, mode(status) FILTER (WHERE failed IS NULL) AS word
    FROM told GROUP BY ALL ORDER BY ago, integration`,

  judge({ rows }, { least, most, chance }) {
    const tallies = talliesByKey(rows, "integration");
    const seen = [...tallies].filter(([, [now]]) => (now?.of ?? 0) > 0);
    const none = { metric: null, atRisk: "0", rows: [] };
    if (seen.length === 0) {
      const text = "Nothing was delivered to any integration in the window.";
      return { ...none, outcome: "no_data", text, expected: { from: 0, to: most * 100 } };
    }
    const judged = seen.map(([integration, [now = none0, ...earlier]]) => {
      const expected = expectedRate(now.of, earlier, { chance: chance / seen.length, times: 2 });
      const to = Math.min(most, expected?.to ?? most);
      const share = now.hits / now.of;
      const all = tallies.get(integration) ?? [];
      const http = rows.find((row) => row["integration"] === integration)?.["http_status"] ?? null;
      return { integration, now, share, to, usual: expected?.usual ?? null, all, http };
    });
    const failing = judged
      .filter(({ now, share, to }) => now.hits >= least && share > to)
      .toSorted((a, b) => b.now.hits - a.now.hits);
    const worst = failing[0] ?? judged.toSorted((a, b) => b.share - a.share)[0];
    if (!worst) throw new Error("nothing was judged");
    const untold = untoldOf(rows, least);
    const sum = summed(judged.map(({ now }) => now));
    const { integration, now, share, usual, http } = worst;
    const named = `${now.hits.toLocaleString("en-US")} of ${counted(now.of, "delivery", "deliveries")} to ${integration} failed (${percent(share)}${usual === null ? "" : `, usually ${percent(usual)}`})`;
    const answered = http === null ? "" : `, most with HTTP ${http}`;
    const others =
      failing.length > 1 ? ` ${counted(failing.length - 1, "other integration")} too.` : "";
    return {
      outcome: failing.length > 0 ? "fail" : untold === "" ? "pass" : "warn",
      text:
        failing.length > 0
          ? `${named}${answered}.${others}${untold}`
          : `${sum.hits.toLocaleString("en-US")} of ${counted(sum.of, "delivery", "deliveries")} to ${counted(judged.length, "integration")} failed (${percent(sum.hits / sum.of)}).${untold}`,
      metric: percentOf(now),
      unit: `% of ${integration}`,
      expected: { from: 0, to: Math.round(worst.to * 1000) / 10 },
      atRisk: "0",
      rows: failing.map((one): CheckRow => ({
        integration: one.integration,
        failed: String(one.now.hits),
        deliveries: String(one.now.of),
        usual: one.usual === null ? null : percent(one.usual),
        http_status: one.http,
      })),
      trend: percentTrend(worst.all),
    };
  },
});

const none0: Tally = { hits: 0, of: 0 };

/** What the window's deliveries leave open, where it is more than a few: a word that nobody knows is no arrival. */
function untoldOf(rows: readonly CheckRow[], least: number): string {
  const open = rows.filter(({ ago, untold }) => ago === "0" && Number(untold) > 0);
  const count = open.reduce((all, { untold }) => all + Number(untold), 0);
  if (count < least) return "";
  const words = [...new Set(open.map(({ word }) => word ?? "no status"))];
  return ` Of ${counted(count, "delivery", "deliveries")} nobody can tell whether they arrived: ${listed(words)}.`;
}

function summed(tallies: readonly Tally[]): Tally {
  return tallies.reduce((a, b) => ({ hits: a.hits + b.hits, of: a.of + b.of }), none0);
}

function listSql(words: readonly string[]): string {
  return words.length === 0 ? "NULL" : words.map((word) => literal(word.toLowerCase())).join(", ");
}
