import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckRow } from "#check.ts";
import { baselineOf } from "#model/baseline.ts";
import type { Drawing } from "#model/drawing.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { counted, percent } from "#model/phrases.ts";
import { literal } from "#reconcile/sql.ts";

interface Campaign {
  readonly id: string;
  readonly name: string;
  readonly model: string;
  readonly conversions: number;
  readonly revenue: Decimal;
  readonly cost: Decimal;
  /** What cost was of revenue in the windows before, nearest first. */
  readonly before: readonly number[];
}

export default defineCheck({
  title: "Campaigns earn more than they cost",
  why: "A wrong rate, a fixed bounty on small orders or clicks nobody buys after cost money every day until somebody divides one number by the other.",
  cadence: "weekly",
  needs: { conversions: ["campaign_id"], commissions: ["conversion_id"], campaigns: [] },
  uses: ["events"],
  money: ["conversions", "commissions", "campaigns"],
  looksBack: 13,
  runbook: "revenue-mismatch",
  settings: z.strictObject({
    /** The share of its revenue that a campaign may cost. */
    most: z.number().positive().default(1),
    /** Fewer conversions than this say nothing of a campaign. */
    least: z.int().min(1).default(10),
    /** How many times its usual cost, as a share of revenue, is a surprise. */
    times: z.number().min(1).default(1.5),
    /** The cost models that pay for traffic: their spending is their cost; the others' is what their commissions come to. */
    traffic: z.array(z.string()).default(["cpc", "cpm", "ppc"]),
  }),

  // What is pending counts on both sides: a young week is as profitable as an old one.
  measure: ({ traffic }, { columns }) => `
    WITH sold AS (
      SELECT conversion_id, campaign_id, day, value FROM conversions
      WHERE campaign_id IS NOT NULL AND status IN ('approved', 'pending')
    ), paid AS (
      SELECT commissions.conversion_id, sum(value) AS cost FROM commissions
      WHERE status IN ('pending', 'held', 'approved', 'processed', 'paid') AND commissions.conversion_id IS NOT NULL GROUP BY 1
    ), weekly AS (
      SELECT ago, campaign_id, count(*) AS conversions, sum(value) AS revenue, coalesce(sum(cost), 0) AS cost
      FROM sold JOIN days USING (day) LEFT JOIN paid ON paid.conversion_id = sold.conversion_id GROUP BY ALL
    ), clicked AS (
      ${clicksSql(columns, traffic)}
    )
    SELECT weekly.ago, weekly.campaign_id AS id, campaigns.name, lower(cost_model) AS model, conversions, revenue, cost,
      spend_value AS spend, clicks, all_clicks
    FROM weekly LEFT JOIN campaigns ON campaigns.campaign_id = weekly.campaign_id
    LEFT JOIN clicked ON clicked.campaign_id = weekly.campaign_id AND clicked.ago = weekly.ago
    ORDER BY weekly.campaign_id, weekly.ago`,

  judge({ rows, period, currency }, { most, least, times, traffic }) {
    const campaigns = [...Map.groupBy(rows, ({ id }) => id ?? "")].flatMap(([id, own]) =>
      campaignOf(id, own, traffic),
    );
    const [revenue, cost] = [sum(campaigns, "revenue"), sum(campaigns, "cost")];
    const expected = { from: 0, to: most * 100 };
    if (revenue.isZero()) {
      const text = "No campaign sold anything in the window.";
      return { outcome: "no_data", text, metric: null, expected, atRisk: "0", rows: [] };
    }
    const judged = campaigns.filter(({ conversions }) => conversions >= least);
    const lossy = judged
      .filter((one) => one.cost.greaterThan(one.revenue.times(most)))
      .toSorted((a, b) => loss(b).comparedTo(loss(a)));
    const dearer = judged.filter((one) => !lossy.includes(one) && isDearer(one, times));
    const worst = lossy[0] ?? dearer[0];
    const whole = `${counted(campaigns.length, "campaign")} sold ${displayAmount(revenue, currency)} and cost ${displayAmount(cost, currency)} (${percent(shareOf({ revenue, cost }))})`;
    const atRisk = Decimal.sum(0, ...lossy.map(loss), ...dearer.map(beyondUsual));
    return {
      outcome: lossy.length > 0 ? "fail" : dearer.length > 0 ? "warn" : "pass",
      text: worst
        ? `${sentence(worst, currency)} ${whole}${lossy.length + dearer.length > 1 ? `; ${lossy.length + dearer.length} of them need a look` : ""}.`
        : `${whole}; none costs more than it earns.`,
      metric: inPercent(worst ?? { revenue, cost }),
      unit: worst ? `% of ${worst.name}'s revenue` : "% of revenue",
      expected,
      atRisk: atRisk.toFixed(),
      rows: [...lossy, ...dearer].map(shown),
      trend: worst
        ? [
            inPercent(worst),
            ...worst.before.slice(0, 13).map((one) => Math.round(one * 1000) / 10),
          ].toReversed()
        : trendOf(rows),
      drawing: drawn(campaigns, currency, period.to),
    };
  },
});

/** Clicks of each campaign and window, beside all that are exported: its share of the spending. */
function clicksSql(
  columns: Readonly<Partial<Record<string, readonly string[]>>>,
  traffic: readonly string[],
): string {
  if (!columns["events"]?.includes("campaign_id")) {
    return "SELECT NULL AS campaign_id, NULL AS ago, NULL AS clicks, NULL AS all_clicks WHERE false";
  }
  return `SELECT campaign_id, ago, sum(clicks) AS clicks, any_value(all_clicks) AS all_clicks FROM (
      SELECT campaign_id, day, count(*) AS clicks, sum(count(*)) OVER (PARTITION BY campaign_id) AS all_clicks
      FROM events WHERE type = 'click' AND is_bot IS NOT TRUE AND campaign_id IN (
        SELECT campaign_id FROM campaigns WHERE list_contains([${traffic.map(literal).join(", ")}]::VARCHAR[], lower(cost_model))
      ) GROUP BY campaign_id, day
    ) AS daily JOIN days USING (day) GROUP BY ALL`;
}

/** A campaign that sold in the window; one that pays for traffic whose cost cannot be told is left out. */
function campaignOf(id: string, own: readonly CheckRow[], traffic: readonly string[]): Campaign[] {
  const now = own.find(({ ago }) => ago === "0");
  if (!now) return [];
  const model = now["model"] ?? "";
  const costOf = (row: CheckRow): Decimal | null => {
    const commissions = new Decimal(row["cost"] ?? 0);
    if (!traffic.includes(model)) return commissions;
    if (!row["spend"] || !row["clicks"] || !row["all_clicks"]) return null;
    const bought = new Decimal(row["spend"]).times(row["clicks"]).dividedBy(row["all_clicks"]);
    return commissions.plus(bought.toDecimalPlaces(2));
  };
  const cost = costOf(now);
  if (cost === null) return [];
  const before = own
    .filter(({ ago }) => ago !== "0")
    .map((row) =>
      shareOf({ revenue: new Decimal(row["revenue"] ?? 0), cost: costOf(row) ?? new Decimal(0) }),
    );
  const revenue = new Decimal(now["revenue"] ?? 0);
  const conversions = Number(now["conversions"]);
  return [{ id, name: now["name"] ?? id, model, conversions, revenue, cost, before }];
}

function isDearer(campaign: Campaign, times: number): boolean {
  const usual = baselineOf(campaign.before, { least: 4, deviations: 6, share: times - 1 });
  return usual !== null && shareOf(campaign) > usual.to;
}

function loss({ cost, revenue }: Campaign): Decimal {
  return Decimal.max(0, cost.minus(revenue));
}

/** What it cost more than it used to, for that revenue. */
function beyondUsual({ cost, revenue, before }: Campaign): Decimal {
  const usual = baselineOf(before, { least: 1, deviations: 0 })?.to ?? 0;
  return Decimal.max(0, cost.minus(revenue.times(usual))).toDecimalPlaces(2);
}

function shareOf({ cost, revenue }: Pick<Campaign, "cost" | "revenue">): number {
  return revenue.isZero() ? 0 : cost.dividedBy(revenue).toNumber();
}

function inPercent(one: Pick<Campaign, "cost" | "revenue">): number {
  return Math.round(shareOf(one) * 1000) / 10;
}

function sum(campaigns: readonly Campaign[], of: "cost" | "revenue"): Decimal {
  return Decimal.sum(0, ...campaigns.map((campaign) => campaign[of]));
}

function sentence(campaign: Campaign, currency: string): string {
  const { name, model, cost, revenue, before } = campaign;
  const usual = baselineOf(before, { least: 4, deviations: 0 });
  const usually = usual ? `, usually ${percent(usual.to)}` : "";
  return `${name}${model ? ` (${model})` : ""} cost ${displayAmount(cost, currency)} for ${displayAmount(revenue, currency)} of revenue (${percent(shareOf(campaign))}${usually}).`;
}

function shown(campaign: Campaign): CheckRow {
  return {
    campaign_id: campaign.id,
    name: campaign.name,
    cost_model: campaign.model,
    conversions: String(campaign.conversions),
    revenue: campaign.revenue.toFixed(),
    cost: campaign.cost.toFixed(),
    cost_share: percent(shareOf(campaign)),
  };
}

/** What all commissions together were of the revenue, oldest first. */
function trendOf(rows: readonly CheckRow[]): number[] {
  const weeks = [...Map.groupBy(rows, ({ ago }) => Number(ago))].toSorted(([a], [b]) => b - a);
  return weeks.slice(-14).map(([, own]) => {
    const total = (of: string) => Decimal.sum(0, ...own.map((row) => row[of] ?? 0));
    return inPercent({ cost: total("cost"), revenue: total("revenue") });
  });
}

function drawn(campaigns: readonly Campaign[], currency: string, to: string): Drawing {
  const largest = campaigns.toSorted((a, b) => b.revenue.comparedTo(a.revenue)).slice(0, 12);
  return {
    kind: "bars",
    title: `Campaigns in the week until ${to}`,
    unit: currency,
    labels: largest.map(({ name }) => name),
    series: [
      { name: "revenue", values: largest.map(({ revenue }) => revenue.toNumber()) },
      { name: "cost", values: largest.map(({ cost }) => cost.toNumber()) },
    ],
  };
}
