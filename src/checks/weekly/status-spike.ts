import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckRow } from "#check.ts";
import type { Drawing } from "#model/drawing.ts";
import {
  expectedRate,
  percentOf,
  percentTrend,
  pooled,
  talliesByKey,
} from "#model/expected-rate.ts";
import type { Tally } from "#model/expected-rate.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { counted, percent } from "#model/phrases.ts";
import { periodLabels } from "#model/period.ts";
import type { Period } from "#model/period.ts";

const statuses = ["approved", "pending", "refunded", "chargeback", "rejected", "fraud"] as const;
const weeks = 13;

interface Spike {
  readonly row: CheckRow;
  readonly tallies: readonly Tally[];
  readonly usual: number;
  readonly to: number;
  /** What is beyond the usual, in the reporting currency. */
  readonly value: Decimal;
}

export default defineCheck({
  title: "Conversions are decided as usual",
  why: "A burst of refunds, chargebacks or rejections is often one partner, one product or one broken rule; a burst of undecided ones is approval that stopped.",
  cadence: "weekly",
  needs: { conversions: [] },
  money: ["conversions"],
  looksBack: weeks,
  runbook: "revenue-mismatch",
  settings: z.strictObject({
    /** Fewer conversions than this of a partner or campaign are not judged. */
    least: z.int().min(1).default(20),
    /** So many more than usual make a spike, at least. */
    excess: z.int().min(1).default(5),
    /** The chance of a false alarm, over all that is judged of a window together. */
    chance: z.number().positive().max(0.5).default(0.001),
  }),

  // What is decided is counted among what is decided, so that a young week and an old one are alike; what is undecided, as of each window's own end.
  measure: ({ least, excess }, { columns }) => {
    const has = (name: string) => columns.conversions?.includes(name) ?? false;
    const keys = ["partner", "campaign"].filter((level) => has(`${level}_id`));
    return `
    WITH counted AS (
      SELECT ago, coalesce(status, 'unknown') AS status, ${has("partner_id") ? "partner_id" : "NULL AS partner_id"}, ${has("campaign_id") ? "campaign_id" : "NULL AS campaign_id"},
        ${has("approved_at") ? "status = 'approved' AND approved_at IS NOT NULL AND approved_at >= ends_at" : "false"} AS later,
        ${has("approved_at") ? "approved_at" : "NULL"} IS NULL AND status = 'approved' AS undated,
        count(*) AS records, sum(value) AS value
      FROM conversions JOIN days USING (day) GROUP BY ALL
    ), leveled AS (
      SELECT 'all' AS level, 'all' AS name, * FROM counted
      ${keys.map((level) => `UNION ALL SELECT '${level}', ${level}_id, * FROM counted WHERE ${level}_id IS NOT NULL`).join("\n")}
    ), told AS (
      SELECT level, name, ago, kind,
        sum(records) FILTER (WHERE kind = 'undecided' AND (status = 'pending' OR later) OR kind = status) AS hits,
        sum(value) FILTER (WHERE kind = 'undecided' AND (status = 'pending' OR later) OR kind = status) AS value,
        sum(records) FILTER (WHERE CASE kind WHEN 'undecided' THEN status = 'pending' OR (status = 'approved' AND NOT undated) ELSE status <> 'pending' END) AS "of"
      FROM leveled CROSS JOIN (VALUES ${["refunded", "chargeback", "rejected", "fraud", ...(has("approved_at") ? ["undecided"] : [])].map((kind) => `('${kind}')`).join(", ")}) AS kinds(kind)
      GROUP BY ALL
    ), judged AS (
      SELECT level, name, kind, count(*) FILTER (WHERE "of" >= ${least}) OVER () AS tested
      FROM told WHERE ago = 0 AND "of" >= ${least}
      QUALIFY hits >= ${excess} OR level = 'all' ORDER BY hits DESC NULLS LAST LIMIT 500
    )
    SELECT 'mix' AS level, status AS name, 'mix' AS kind, ago, sum(records) AS hits, sum(records) AS "of", sum(value) AS value, 0 AS tested
    FROM counted GROUP BY ALL
    UNION ALL
    SELECT told.level, told.name, told.kind, ago, coalesce(hits, 0), coalesce("of", 0), coalesce(value, 0), tested
    FROM judged JOIN told ON told.level = judged.level AND told.name = judged.name AND told.kind = judged.kind
    ORDER BY ALL`;
  },

  judge({ rows, period, currency }, { excess, chance }) {
    const mix = rows.filter(({ level, ago }) => level === "mix" && ago === "0");
    const total = mix.reduce((sum, row) => sum + Number(row["hits"]), 0);
    const none = { metric: null, expected: { from: null, to: null }, atRisk: "0", rows: [] };
    if (total === 0) return { ...none, outcome: "no_data", text: "No conversion in the window." };
    const drawing = drawn(rows, period);
    const keyed = spikesOf(rows, { excess, chance });
    if (keyed === null) {
      const text = `${counted(total, "conversion")}; fewer than 3 earlier weeks to compare their statuses with.`;
      return { ...none, outcome: "no_data", text, metric: total, unit: "conversions", drawing };
    }
    const [worst] = keyed.spikes;
    if (!worst) {
      const [name, tallies] = keyed.usual;
      const shares = mix
        .toSorted((a, b) => Number(b["hits"]) - Number(a["hits"]))
        .map((row) => `${row["name"]} ${percent(Number(row["hits"]) / total)}`);
      return {
        outcome: "pass",
        text: `${counted(total, "conversion")}: ${shares.join(", ")}; no status beyond its usual share.`,
        metric: percentOf(tallies[0] ?? { hits: 0, of: 0 }),
        unit: `% ${name}`,
        expected: { from: 0, to: Math.round(keyed.to * 1000) / 10 },
        atRisk: "0",
        rows: [],
        trend: percentTrend(tallies),
        drawing,
      };
    }
    const atRisk = atStake(keyed.spikes);
    const others = keyed.spikes.filter(({ row }) => row["kind"] !== worst.row["kind"]);
    const kinds = [...new Set(others.map(({ row }) => row["kind"]))];
    return {
      outcome: "fail",
      text: `${sentence(worst)} ${displayAmount(atRisk, currency)} is beyond the usual.${kinds.length === 0 ? "" : ` Also more than usual: ${kinds.join(", ")}.`}`,
      metric: percentOf(worst.tallies[0] ?? { hits: 0, of: 0 }),
      unit: `% ${worst.row["kind"]}`,
      expected: { from: 0, to: Math.round(worst.to * 1000) / 10 },
      atRisk: atRisk.toFixed(),
      rows: keyed.spikes.map(shown),
      trend: percentTrend(worst.tallies),
      drawing,
    };
  },
});

/** The shares beyond what is usual, most money first; null while there are too few weeks to tell. */
function spikesOf(
  rows: readonly CheckRow[],
  { excess, chance }: { excess: number; chance: number },
): { spikes: Spike[]; usual: readonly [string, readonly Tally[]]; to: number } | null {
  const keyed = rows
    .filter(({ level }) => level !== "mix")
    .map((row): CheckRow & { key: string } => ({
      ...row,
      key: `${row["level"]} ${row["kind"]} ${row["name"]}`,
    }));
  const latest = new Map(keyed.filter(({ ago }) => ago === "0").map((row) => [row.key, row]));
  const tallies = talliesByKey(keyed, "key");
  const spikes: Spike[] = [];
  let usual: readonly [string, readonly Tally[]] = ["refunded", []];
  let [most, isKnown] = [0, false];
  for (const [key, own] of tallies) {
    const row = latest.get(key);
    const [now, ...earlier] = own;
    if (!row || !now) continue;
    const everybody = tallies.get(`all ${row["kind"]} all`)?.slice(1) ?? [];
    const expected = expectedRate(now.of, earlier, {
      chance: chance / Math.max(1, Number(row["tested"])),
      everywhere: pooled(everybody),
      times: 2,
    });
    if (!expected) continue;
    isKnown = true;
    if (key === "all refunded all") [usual, most] = [["refunded", own], expected.to];
    const beyond = now.hits - expected.usual * now.of;
    if (now.hits <= expected.to * now.of || beyond < excess) continue;
    const value = new Decimal(row["value"] ?? 0).times(beyond).dividedBy(now.hits);
    spikes.push({ row, tallies: own, ...expected, value: value.toDecimalPlaces(2) });
  }
  // Of one spike seen at several levels the closest is told first: a partner's or campaign's, not the whole's.
  const order = (spike: Spike) => (spike.row["level"] === "all" ? 1 : 0);
  spikes.sort((a, b) => order(a) - order(b) || b.value.comparedTo(a.value));
  return isKnown ? { spikes, usual, to: most } : null;
}

/** Partners do not overlap, nor do campaigns, nor kinds: the most that one of these levels comes to. */
function atStake(spikes: readonly Spike[]): Decimal {
  const levels = Map.groupBy(spikes, ({ row }) => row["level"]);
  const sums = [...levels.values()].map((own) => Decimal.sum(...own.map(({ value }) => value)));
  return Decimal.max(...sums);
}

function sentence({ row, tallies, usual }: Spike): string {
  const { hits, of } = tallies[0] ?? { hits: 0, of: 1 };
  const among =
    row["kind"] === "undecided" ? counted(of, "conversion") : counted(of, "decided conversion");
  const whose = row["level"] === "all" ? "" : ` of ${row["name"]}`;
  return `${hits.toLocaleString("en-US")} of ${among}${whose} are ${row["kind"]} (${percent(hits / of)}, usually ${percent(usual)}).`;
}

function shown({ row, tallies, usual, value }: Spike): CheckRow {
  const { hits, of } = tallies[0] ?? { hits: 0, of: 0 };
  return {
    level: row["level"] ?? null,
    id: row["name"] ?? null,
    status: row["kind"] ?? null,
    conversions: String(hits),
    among: String(of),
    usual: percent(usual),
    beyond_usual: value.toFixed(),
  };
}

function drawn(rows: readonly CheckRow[], period: Period): Drawing {
  const mix = talliesByKey(
    rows.filter(({ level }) => level === "mix"),
    "name",
  );
  const reach = Math.min(weeks, Math.max(...[...mix.values()].map(({ length }) => length)) - 1);
  const names = [...mix.keys()].toSorted((a, b) => place(a) - place(b));
  return {
    kind: "bars",
    title: "Conversions by status",
    unit: "%",
    stacked: "share",
    labels: periodLabels(period, reach),
    series: names.map((name) => ({
      name,
      values: Array.from({ length: reach + 1 }, (_, at) => mix.get(name)?.[reach - at]?.hits ?? 0),
    })),
  };
}

function place(status: string): number {
  const at = (statuses as readonly string[]).indexOf(status);
  return at === -1 ? statuses.length : at;
}
