import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { Measuring } from "#check.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { forecastOf, spreadOver } from "#model/forecast.ts";
import { counted } from "#model/phrases.ts";
import { firstOf, keyName } from "#model/saying.ts";
import { seriesByKey } from "#model/series.ts";
import { silenceOf } from "#model/silence.ts";
import { atRiskOf, worthOf } from "#model/worth.ts";
import { sumsByKey } from "#reconcile/sums-by-key.ts";

const ended = `('archived', 'paused', 'inactive', 'disabled', 'deleted', 'expired', 'ended', 'closed')`;

export default defineCheck({
  title: "No partner and no link has fallen silent",
  why: "A tracking tag that breaks says nothing: sales go on, and nobody is paid for them.",
  cadence: "daily",
  needs: { conversions: [] },
  uses: ["events", "links"],
  money: ["conversions"],
  looksBack: 56,
  runbook: "incident-triage",
  settings: z.strictObject({
    /** Of so many days one may surprise without a reason. */
    onceIn: z.number().min(10).default(1000),
    /** Fewer earlier windows than this are no rhythm. */
    least: z.int().min(4).default(14),
  }),

  measure: (_, measuring) =>
    sumsByKey(heard(measuring), { partner: "partner_id", link: "link_id" }, [
      "conversions",
      "clicks",
      "value",
    ]),

  judge({ rows, period, currency }, { onceIn, least }) {
    const conversions = seriesByKey(rows, { key: "what", value: "conversions" });
    const clicks = seriesByKey(rows, { key: "what", value: "clicks" });
    const keys = [...conversions.keys()];
    const heardOf = (series: ReadonlyMap<string, readonly number[]>) =>
      keys.filter((what) => what !== "all" && (series.get(what) ?? []).some((one) => one > 0));
    const measured = { unit: "partners and links", rows: [], atRisk: "0" };
    const expected = { from: 0, to: 0 };
    const whole = conversions.get("all") ?? [];
    if (whole.length <= least) {
      const text = `Only ${Math.max(0, whole.length - 1)} earlier windows to hear a rhythm in, ${least} are needed.`;
      return { ...measured, outcome: "no_data", text, metric: null, expected };
    }
    const tests = heardOf(conversions).length + heardOf(clicks).length + 2;
    const worth = worthOf(rows, "conversions");
    const fallen = keys.flatMap((what) => {
      const found = [
        { of: "conversion", series: conversions },
        { of: "click", series: clicks },
      ].flatMap(({ of, series }) => {
        const own = series.get(what) ?? [];
        const silence = own.some((one) => one > 0)
          ? silenceOf(own, period, { least, whole: series.get("all") ?? [] })
          : null;
        return silence && silence.chance <= 1 / onceIn / tests ? [{ ...silence, what, of }] : [];
      });
      return found.toSorted((a, b) => a.chance - b.chance).slice(0, 1);
    });
    // A partner with one link is silent once, and so is what both would cost.
    const onlyLink = (partner: string): string | undefined =>
      fallen.find(
        ({ what }) =>
          partner.startsWith("partner ") &&
          what.startsWith("link ") &&
          areOne([conversions, clicks], partner, what),
      )?.what;
    const doubled = new Set(fallen.map(({ what }) => onlyLink(what)));
    const silent = fallen.filter(({ what }) => !doubled.has(what));
    if (silent.length === 0) {
      const text = `All ${counted(heardOf(conversions).length, "partner and link", "partners and links")} are heard of as often as usual.`;
      return { ...measured, outcome: "pass", text, metric: 0, expected };
    }
    const lost = silent.map(({ what, windows }) => {
      const own = conversions.get(what) ?? [];
      const forecast = forecastOf(own, { span: period.span, least, judged: windows });
      const usual = forecast ? spreadOver(forecast, windows).mean : 0;
      const had = own.slice(0, windows).reduce((sum, one) => sum + one, 0);
      return { what, amount: worth(what).times(Math.max(0, usual - had)) };
    });
    const worst = silent
      .map((one, index) => ({ ...one, amount: lost[index]?.amount ?? new Decimal(0) }))
      .toSorted((a, b) => b.amount.comparedTo(a.amount) || b.what.localeCompare(a.what));
    const atRisk = atRiskOf(lost);
    const span = period.span === "days" ? "window" : period.span;
    const sentences = worst.map(
      ({ what, of, windows, expected: { mean } }) =>
        `${keyName(what)}${onlyLink(what) ? `, with its only ${onlyLink(what)}` : ""}: no ${of} for ${counted(windows, span)}, about ${Math.round(mean)} expected.`,
    );
    return {
      ...measured,
      outcome: "fail",
      metric: silent.length,
      expected,
      text: `${firstOf(sentences)} About ${displayAmount(atRisk, currency)} of sales may be lost.`,
      atRisk,
      rows: worst.map(({ what, of, windows, expected: { mean }, amount }) => ({
        what,
        silent: `${of}s`,
        windows: String(windows),
        usual: mean.toFixed(1),
        at_risk: amount.toDecimalPlaces(2).toFixed(),
      })),
    };
  },
});

/** Whether all that is heard of a partner is heard of a link. */
function areOne(
  heardBy: readonly ReadonlyMap<string, readonly number[]>[],
  partner: string,
  link: string,
): boolean {
  const told = heardBy.filter((series) => (series.get(partner) ?? []).some((one) => one > 0));
  return (
    told.length > 0 &&
    told.every((series) => String(series.get(partner)) === String(series.get(link)))
  );
}

/** What is heard of each partner and link; a link that was ended may be silent. */
function heard({ datasets, columns }: Measuring): string {
  const sales = `SELECT ago, partner_id, link_id, 1 AS conversions, 0 AS clicks, coalesce(value, 0) AS value
    FROM conversions JOIN days USING (day)`;
  const clicks = `SELECT ago, partner_id, link_id, 0 AS conversions, 1 AS clicks, 0 AS value
    FROM events JOIN days USING (day) WHERE lower(type) = 'click'`;
  const all = datasets.includes("events") ? `${sales} UNION ALL ${clicks}` : sales;
  if (!columns.links?.includes("status")) return all;
  return `SELECT heard.* REPLACE (CASE WHEN over.link_id IS NULL THEN heard.link_id END AS link_id)
    FROM (${all}) AS heard LEFT JOIN (
      SELECT DISTINCT link_id FROM links WHERE lower(status) IN ${ended}) AS over USING (link_id)`;
}
