import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckRow } from "#check.ts";
import { expectedRate, percentOf, percentTrend, talliesByKey } from "#model/expected-rate.ts";
import type { Tally } from "#model/expected-rate.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { counted, percent } from "#model/phrases.ts";
import { hostSql, isHostOf } from "#reconcile/host-sql.ts";

interface Source {
  readonly row: CheckRow;
  readonly tallies: readonly Tally[];
  /** The share from which on it is unusual. */
  readonly to: number;
  readonly usual: number;
}

export default defineCheck({
  title: "Clicks come from the sources their links expect",
  why: "A link that turns up somewhere else earns commissions for traffic nobody agreed to: a coupon site, a toolbar, a bought list.",
  cadence: "weekly",
  needs: { events: ["link_id", "referrer"], links: ["expected_sources"] },
  uses: ["conversions"],
  money: ["conversions"],
  looksBack: 13,
  runbook: "sparse-analytics",
  settings: z.strictObject({
    /** Fewer clicks of a source than this are nothing to speak of. */
    least: z.int().min(1).default(20),
    /** The share of a link's or campaign's clicks that may always come from elsewhere. */
    share: z.number().min(0).max(1).default(0.05),
    /** The chance of a false alarm, over all sources of a window together. */
    chance: z.number().positive().max(0.5).default(0.001),
  }),

  measure: ({ least }, { columns }) => `
    WITH clicked AS (
      SELECT ago, link_id, referrer, count(*) AS clicks FROM events JOIN days USING (day)
      WHERE type = 'click' AND is_bot IS NOT TRUE AND link_id IS NOT NULL GROUP BY ALL
    ), hosts AS (
      SELECT referrer, ${hostSql("referrer")} AS host FROM (SELECT DISTINCT referrer FROM clicked)
    ), expecting AS (
      SELECT link_id, campaign_id, expected_sources,
        list_transform(regexp_split_to_array(trim(expected_sources), '[\\s,;|]+'), lambda one: ${hostSql("one")}) AS sources
      FROM links WHERE trim(expected_sources) <> ''
    ), seen AS (
      SELECT ago, link_id, host, sum(clicks) AS clicks
      FROM clicked LEFT JOIN hosts ON hosts.referrer = clicked.referrer GROUP BY ALL
    ), told AS (
      SELECT ago, seen.link_id, campaign_id, expected_sources, host, clicks,
        host IS NOT NULL AND NOT (${isHostOf("host", "sources")}) AS unexpected
      FROM seen JOIN expecting ON expecting.link_id = seen.link_id
    ), leveled AS (
      SELECT 'link' AS level, link_id AS name, * FROM told
      UNION ALL SELECT 'campaign', campaign_id, * FROM told WHERE campaign_id IS NOT NULL
    ), judged AS (
      SELECT level, name, host, sum(clicks) AS hits, any_value(campaign_id) AS campaign,
        CASE level WHEN 'link' THEN any_value(expected_sources) END AS expecting
      FROM leveled WHERE unexpected AND ago = 0 GROUP BY level, name, host
    ), totals AS (
      SELECT level, name, ago, sum(clicks) AS "of" FROM leveled GROUP BY ALL
    ), sources AS (
      SELECT *, count(*) OVER () AS tested FROM judged WHERE hits >= ${least}
      ORDER BY hits DESC, level, name, host LIMIT 1000
    )${broughtSql(columns)}
    SELECT 'all' AS level, NULL AS name, NULL AS host, NULL AS campaign, NULL AS expecting, ago,
      coalesce(sum(clicks) FILTER (WHERE unexpected), 0) AS hits, sum(clicks) AS "of", 0 AS tested, 0 AS value
    FROM told GROUP BY ago
    UNION ALL
    SELECT sources.level, sources.name, sources.host, sources.campaign, sources.expecting, totals.ago,
      coalesce(sum(leveled.clicks), 0), any_value("of"), any_value(tested), coalesce(any_value(brought.value), 0)
    FROM sources
    JOIN totals ON totals.level = sources.level AND totals.name = sources.name
    LEFT JOIN leveled ON leveled.level = sources.level AND leveled.name = sources.name
      AND leveled.host = sources.host AND leveled.ago = totals.ago
    LEFT JOIN brought ON brought.level = sources.level AND brought.name = sources.name AND brought.host = sources.host
    GROUP BY ALL ORDER BY ALL`,

  judge({ rows, currency }, { share, chance }) {
    const all =
      talliesByKey(
        rows.filter(({ level }) => level === "all"),
        "level",
      ).get("all") ?? [];
    const [now = { hits: 0, of: 0 }] = all;
    const expected = { from: 0, to: share * 100 };
    if (now.of === 0) {
      const text = "No click on a link that names its expected sources.";
      return { outcome: "no_data", text, metric: null, expected, atRisk: "0", rows: [] };
    }
    const found = unusual(rows, { share, chance });
    const [worst] = found;
    const seen = `${percent(now.hits / now.of)} of ${counted(now.of, "click")} came from sources their links do not expect`;
    if (!worst) {
      const [metric, trend] = [percentOf(now), percentTrend(all)];
      return {
        outcome: "pass",
        text: `${seen}.`,
        metric,
        unit: "%",
        expected,
        atRisk: "0",
        rows: [],
        trend,
      };
    }
    const atRisk = Decimal.sum(0, ...found.map(({ row }) => row["value"] ?? 0));
    const others = found.length === 1 ? "" : ` ${counted(found.length - 1, "other source")} too.`;
    const earned = atRisk.isZero()
      ? ""
      : ` Conversions of ${displayAmount(atRisk, currency)} came with them.`;
    return {
      outcome: "fail",
      text: `${sentence(worst)}${others}${earned}`,
      metric: percentOf(worst.tallies[0] ?? now),
      unit: "%",
      expected: { from: 0, to: Math.round(worst.to * 1000) / 10 },
      atRisk: atRisk.toFixed(),
      rows: found.map(shown),
      trend: percentTrend(worst.tallies),
    };
  },
});

/** What conversions of the window came from each source; nothing where events and conversions do not name each other. */
function broughtSql(columns: Readonly<Partial<Record<string, readonly string[]>>>): string {
  const named = columns["conversions"] && columns["events"]?.includes("conversion_id");
  if (!named) {
    return `, brought AS (SELECT NULL AS level, NULL AS name, NULL AS host, 0 AS value WHERE false)`;
  }
  return `, sold AS (
      SELECT DISTINCT conversion_id, link_id, ${hostSql("referrer")} AS host FROM events, period
      WHERE conversion_id IS NOT NULL AND day BETWEEN from_day AND to_day
    ), brought AS (
      SELECT level, sources.name, sources.host, sum(value) AS value
      FROM sources JOIN sold ON sold.host = sources.host
      JOIN expecting ON expecting.link_id = sold.link_id
        AND sources.name = CASE level WHEN 'link' THEN expecting.link_id ELSE expecting.campaign_id END
      JOIN conversions ON conversions.conversion_id = sold.conversion_id AND status IN ('approved', 'pending')
      GROUP BY ALL
    )`;
}

/** Sources whose share is more than usual, most clicks first; a campaign's only where no link of it tells the same. */
function unusual(
  rows: readonly CheckRow[],
  { share, chance }: { share: number; chance: number },
): Source[] {
  const keyed = rows
    .filter(({ level }) => level !== "all")
    .map((row): CheckRow & { key: string } => ({
      ...row,
      key: `${row["level"]} ${row["name"]} ${row["host"]}`,
    }));
  const latest = new Map(keyed.filter(({ ago }) => ago === "0").map((row) => [row.key, row]));
  const found = [...talliesByKey(keyed, "key")].flatMap(([key, tallies]): Source[] => {
    const row = latest.get(key);
    const [now, ...earlier] = tallies;
    if (!row || !now) return [];
    const rules = { chance: chance / Math.max(1, Number(row["tested"])), times: 2 };
    const expected = expectedRate(now.of, earlier, rules);
    const to = Math.max(share, expected?.to ?? 0);
    return now.hits > to * now.of ? [{ row, tallies, to, usual: expected?.usual ?? 0 }] : [];
  });
  const ofLinks = found.filter(({ row }) => row["level"] === "link");
  const told = new Set(ofLinks.map(({ row }) => `${row["campaign"]} ${row["host"]}`));
  return found
    .filter(({ row }) => row["level"] === "link" || !told.has(`${row["name"]} ${row["host"]}`))
    .toSorted((a, b) => (b.tallies[0]?.hits ?? 0) - (a.tallies[0]?.hits ?? 0));
}

function sentence({ row, tallies, usual }: Source): string {
  const { hits, of } = tallies[0] ?? { hits: 0, of: 1 };
  const expecting = row["expecting"] ? `; the link expects ${row["expecting"]}` : "";
  return `${counted(hits, "click")} on ${row["name"]} (${percent(hits / of)} of its ${of.toLocaleString("en-US")}, usually ${percent(usual)}) came from ${row["host"]}${expecting}.`;
}

function shown({ row, tallies, usual }: Source): CheckRow {
  const { level, name, host, expecting, value } = row;
  const { hits, of } = tallies[0] ?? { hits: 0, of: 0 };
  return {
    level: level ?? null,
    id: name ?? null,
    source: host ?? null,
    expected_sources: expecting ?? null,
    clicks: String(hits),
    all_clicks: String(of),
    usual: percent(usual),
    conversions_value: new Decimal(value ?? 0).toFixed(),
  };
}
