import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { Dataset } from "#model/datasets.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { counted, listed } from "#model/phrases.ts";
import { firstOf } from "#model/saying.ts";

/** The instant of a record of each dataset that people or machines add to all the time. */
const dated = {
  events: "occurred_at",
  conversions: "coalesce(recorded_at, occurred_at)",
  commissions: "created_at",
  payouts: "coalesce(paid_at, initiated_at)",
  customers: "created_at",
  deliveries: "occurred_at",
} as const satisfies Partial<Record<Dataset, string>>;
const names = Object.keys(dated) as (keyof typeof dated)[];

export default defineCheck({
  title: "Every export is fresh",
  why: "An export that has stopped looks like a quiet day, and every other check passes on it.",
  cadence: "daily",
  needs: {},
  uses: names,
  money: ["conversions"],
  looksBack: 56,
  runbook: "incident-triage",
  settings: z.strictObject({
    /** Hours without a record that are never stale. */
    hours: z.number().positive().default(6),
    /** How many times its own usual silence a dataset may be silent. */
    times: z.number().min(1).default(2),
    /** The hours of single datasets, whatever their rhythm: `{ payouts: 800 }`. */
    limits: z.partialRecord(z.enum(names), z.number().positive()).default({}),
  }),

  // By hours, so that the silences between many millions of records are few enough to sort.
  measure: (_, { datasets }) => {
    const read = names.filter((name) => datasets.includes(name));
    const each = read.map(
      (
        name,
      ) => `SELECT '${name}' AS dataset, date_trunc('hour', dated_at) AS hour, max(dated_at) AS newest,
          ${name === "conversions" ? "sum(coalesce(value, 0))" : "0"} AS value
        FROM (SELECT *, ${dated[name]} AS dated_at FROM ${name}) CROSS JOIN period
        WHERE dated_at < ends_at AND dated_at >= ends_at - INTERVAL 120 DAY GROUP BY ALL`,
    );
    if (each.length === 0) return "SELECT NULL AS dataset WHERE false";
    const listedNames = read.map((name) => `('${name}')`).join(", ");
    return `
      WITH hours AS (${each.join(" UNION ALL ")}),
      gaps AS (SELECT *, epoch(hour - lag(hour) OVER (PARTITION BY dataset ORDER BY hour)) / 3600.0 AS gap FROM hours)
      SELECT dataset, max(newest) AS newest, count(gap) AS gaps,
        -- The longest but one: the longest may have been an incident too.
        list_extract(list_sort(list(gap) FILTER (gap IS NOT NULL), 'DESC'), 2) AS usual,
        epoch(any_value(ends_at) - max(newest)) / 3600.0 AS silent,
        strftime(timezone(any_value(timezone), timezone('UTC', max(newest))), '%Y-%m-%d %H:%M') AS newest_local,
        sum(value) / greatest(1, epoch(max(newest) - min(newest)) / 3600.0) AS hourly
      FROM (VALUES ${listedNames}) AS exported(dataset) LEFT JOIN gaps USING (dataset) CROSS JOIN period
      GROUP BY dataset ORDER BY silent DESC NULLS LAST`;
  },

  judge({ rows, currency }, { hours, times, limits }) {
    const judged = rows.flatMap((row) => {
      const dataset = row["dataset"] as keyof typeof dated;
      if (row["newest"] === null || row["newest"] === undefined) return [];
      const rhythm = Number(row["gaps"]) >= 5 ? times * Number(row["usual"]) : null;
      const limit = limits[dataset] ?? (rhythm === null ? null : Math.max(hours, rhythm));
      return [{ dataset, silent: Number(row["silent"]), limit, row }];
    });
    const known = judged.filter((one) => one.limit !== null);
    const stale = known.filter(({ silent, limit }) => silent > (limit ?? Infinity));
    const measured = { metric: stale.length, unit: "exports", expected: { from: 0, to: 0 } };
    if (known.length === 0) {
      const text =
        rows.length === 0
          ? "The source exports nothing that has a date."
          : "No export has enough records to have a rhythm.";
      return { ...measured, outcome: "no_data", metric: null, text, atRisk: "0", rows: [] };
    }
    if (stale.length === 0) {
      const fresh = listed(known.map(({ dataset }) => dataset).toSorted(), 6);
      const text = `Fresh: ${fresh}.`;
      return { ...measured, outcome: "pass", text, atRisk: "0", rows: [] };
    }
    const sales = stale.find(({ dataset }) => dataset === "conversions");
    const atRisk = new Decimal(sales?.row["hourly"] ?? 0)
      .times(sales?.silent ?? 0)
      .toDecimalPlaces(2);
    const sentences = stale.map(
      ({ dataset, silent, limit, row }) =>
        `The newest record of ${dataset} is of ${row["newest_local"] ?? ""}, ${counted(Math.floor(silent), "hour")} before the window ends; at most ${Math.ceil(limit ?? 0)} expected.`,
    );
    const money = atRisk.isZero()
      ? ""
      : ` About ${displayAmount(atRisk, currency)} of sales are not seen.`;
    return {
      ...measured,
      outcome: "fail",
      text: `${firstOf(sentences)}${money}`,
      atRisk: atRisk.toFixed(),
      rows: stale.map(({ dataset, silent, limit, row }) => ({
        dataset,
        newest: row["newest_local"] ?? null,
        hours_silent: silent.toFixed(1),
        hours_expected: (limit ?? 0).toFixed(1),
      })),
    };
  },
});
