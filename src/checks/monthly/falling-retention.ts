import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckRow } from "#check.ts";
import { median } from "#model/baseline.ts";
import type { Drawing } from "#model/drawing.ts";
import { percentOf } from "#model/expected-rate.ts";
import type { Tally } from "#model/expected-rate.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { periodLabels } from "#model/period.ts";
import type { Period } from "#model/period.ts";
import { percent } from "#model/phrases.ts";

const months = 12;

/** A cohort in one month: of so many who first bought then, so many bought. */
interface Cell {
  /** Months ago that it was. */
  readonly ago: number;
  /** Months since their first purchase. */
  readonly age: number;
  readonly tally: Tally;
}

/** Of the cohorts that can be compared: how many returned in a month, and how many would have as others did at their age. */
interface Returns extends Tally {
  readonly usual: number;
}

/** The deviation of a normal distribution whose median absolute deviation is 1. */
const normal = 1.4826;

export default defineCheck({
  title: "Customers come back as they used to",
  why: "Partners are paid for first orders; they are worth it only for customers who return.",
  cadence: "monthly",
  needs: { customers: ["first_sale_at"], conversions: ["customer_id"] },
  money: ["conversions"],
  looksBack: months,
  runbook: "revenue-mismatch",
  settings: z.strictObject({
    /** The months after the first purchase that are looked at. */
    months: z.int().min(1).max(11).default(6),
    /** Fewer customers than this in all cohorts say nothing. */
    least: z.int().min(1).default(50),
    /** The share of the usual returns that must be missing. */
    missing: z.number().min(0).max(1).default(0.2),
    /** The chance of a false alarm. */
    chance: z.number().positive().max(0.5).default(0.001),
  }),

  measure: () => `
    WITH first AS (
      SELECT customer_id, ago AS cohort FROM (
        SELECT customer_id, CAST(timezone(timezone, timezone('UTC', first_sale_at)) AS DATE) AS day FROM customers, period WHERE first_sale_at IS NOT NULL
      ) AS dated JOIN days USING (day)
    ), bought AS (
      SELECT DISTINCT ago, customer_id FROM conversions JOIN days USING (day) WHERE customer_id IS NOT NULL AND status IN ('approved', 'pending')
    ), cohorts AS (
      SELECT cohort, count(*) AS customers FROM first GROUP BY 1
    ), back AS (
      SELECT cohort, ago, count(*) AS returned FROM first JOIN bought USING (customer_id) WHERE ago < cohort GROUP BY ALL
    ), spent AS (
      SELECT (SELECT sum(returned) FROM back WHERE ago = 0) AS buyers, coalesce(sum(value), 0) AS value
      FROM conversions, period
      WHERE day BETWEEN from_day AND to_day AND status IN ('approved', 'pending') AND customer_id IN (SELECT customer_id FROM first WHERE cohort > 0)
    )
    SELECT cohorts.cohort, windows.ago, customers, coalesce(returned, 0) AS returned, buyers, value,
      (SELECT count(*) FROM bought WHERE ago = 0) AS sales
    FROM cohorts JOIN windows ON windows.ago < cohorts.cohort
    LEFT JOIN back ON back.cohort = cohorts.cohort AND back.ago = windows.ago, spent
    WHERE windows.ago <= (SELECT max(ago) FROM bought)
    ORDER BY cohorts.cohort, windows.ago`,

  judge({ rows, period, currency }, { months: reach, least, missing, chance }) {
    const cells = rows.map((row): Cell => {
      const [cohort, ago] = [Number(row["cohort"]), Number(row["ago"])];
      const tally = { hits: Number(row["returned"]), of: Number(row["customers"]) };
      return { ago, age: cohort - ago, tally };
    });
    const now = summed(cells.filter(({ ago, age }) => ago === 0 && age <= reach));
    const came = (tally: Tally) =>
      `${tally.hits.toLocaleString("en-US")} of ${tally.of.toLocaleString("en-US")} customers of the ${reach} months before came back (${percentOf(tally)}%)`;
    const measured = { metric: null, atRisk: "0", rows: [], drawing: drawn(rows, period) };
    const unknown = {
      ...measured,
      outcome: "no_data" as const,
      expected: { from: null, to: null },
    };
    if (rows.length === 0) {
      return { ...unknown, text: "No customer is known to have bought before this month." };
    }
    if (rows[0]?.["sales"] === "0") {
      return { ...unknown, text: "No conversion of the month names its customer." };
    }
    if (now.of < least) {
      return { ...unknown, text: `${came(now)}; fewer than ${least} tell nothing.` };
    }
    const returns = returnsByMonth(cells, reach);
    const [current, ...before] = returns;
    if (!current || current.usual === 0 || before.length < 2) {
      return { ...unknown, text: `${came(now)}; there are too few months to compare with.` };
    }
    const { hits, usual } = current;
    const apart = before.map((one) => Math.abs(one.hits - one.usual) / Math.sqrt(one.usual));
    const spread = Math.max(1, normal * median(apart));
    const by = Math.max(usual * missing, Math.sqrt(2 * usual * Math.log(1 / chance)) * spread);
    const from = Math.max(0, usual - by);
    const falls = hits < from;
    const lost = falls ? usual - hits : 0;
    const atRisk = perBuyer(rows).times(lost).toDecimalPlaces(2);
    return {
      ...measured,
      outcome: falls ? "fail" : "pass",
      text: `${came(current)}, ${Math.round(usual).toLocaleString("en-US")} usual at their age, at least ${Math.ceil(from).toLocaleString("en-US")} expected.${falls ? ` About ${displayAmount(atRisk, currency)} of revenue is missing.` : ""}`,
      metric: ofUsual(current),
      unit: "% of the usual returns",
      expected: { from: Math.round((from / usual) * 1000) / 10, to: null },
      atRisk: atRisk.toFixed(),
      rows: falls ? cohortRows(cells, period, reach) : [],
      trend: returns.map(ofUsual).toReversed(),
    };
  },
});

const none: Tally = { hits: 0, of: 0 };

function summed(cells: readonly Cell[]): Tally {
  return cells.reduce(
    (sum, { tally }) => ({ hits: sum.hits + tally.hits, of: sum.of + tally.of }),
    none,
  );
}

/** Of each month that can be told, nearest first: who returned, and who would have had each cohort returned as others did at its age. */
function returnsByMonth(cells: readonly Cell[], reach: number): Returns[] {
  const young = cells.filter(({ age }) => age <= reach);
  const months = Map.groupBy(young, ({ ago }) => ago);
  return [...months]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([ago, own]) => {
      let [hits, customers, usual] = [0, 0, 0];
      for (const { age, tally } of own) {
        const others = young.filter((one) => one.age === age && one.ago !== ago && one.ago > 0);
        const all = summed(others);
        if (others.length === 0 || all.of === 0) continue;
        hits += tally.hits;
        customers += tally.of;
        usual += (all.hits / all.of) * tally.of;
      }
      return usual > 0 ? [{ hits, of: customers, usual }] : [];
    });
}

function ofUsual({ hits, usual }: Returns): number {
  return Math.round((hits / usual) * 1000) / 10;
}

function perBuyer(rows: readonly CheckRow[]): Decimal {
  const [row] = rows;
  const buyers = Number(row?.["buyers"] ?? 0);
  return buyers === 0 ? new Decimal(0) : new Decimal(row?.["value"] ?? 0).dividedBy(buyers);
}

function cohortRows(cells: readonly Cell[], period: Period, reach: number): CheckRow[] {
  const labels = periodLabels(period, months).toReversed();
  return cells
    .filter((cell) => cell.ago === 0 && cell.age <= reach)
    .map(({ age, tally }) => ({
      cohort: labels[age] ?? null,
      customers: String(tally.of),
      returned: String(tally.hits),
      share: percent(tally.hits / Math.max(1, tally.of)),
      usual: percent(
        percentOf(summed(cells.filter((cell) => cell.ago > 0 && cell.age === age))) / 100,
      ),
    }));
}

function drawn(rows: readonly CheckRow[], period: Period): Drawing {
  const labels = periodLabels(period, months).toReversed();
  const cohorts = [...Map.groupBy(rows, ({ cohort }) => Number(cohort))].toSorted(
    ([a], [b]) => b - a,
  );
  const oldest = Math.max(0, ...cohorts.map(([cohort]) => cohort));
  return {
    kind: "heat",
    title: "Customers who bought again, by month of their first purchase",
    unit: "%",
    columns: Array.from({ length: oldest }, (_, month) => `+${month + 1}`),
    rows: cohorts.map(([cohort, own]) => {
      const byAge = new Map(own.map((row) => [cohort - Number(row["ago"]), row]));
      return {
        name: labels[cohort] ?? "",
        values: Array.from({ length: oldest }, (_, month) => {
          const row = byAge.get(month + 1);
          return row
            ? percentOf({ hits: Number(row["returned"]), of: Number(row["customers"]) })
            : null;
        }),
      };
    }),
  };
}
