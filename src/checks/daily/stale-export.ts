import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckRow } from "#check.ts";
import { datasetNames } from "#model/datasets.ts";
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
type Dated = keyof typeof dated;
const names = Object.keys(dated) as Dated[];
const isDated = (name: Dataset): name is Dated => name in dated;

/** A rhythm is heard in so many days; silence of more is stale without any. */
const heardDays = 120;

export default defineCheck({
  title: "Every export is fresh",
  why: "An export that has stopped looks like a quiet day, and every other check passes on it.",
  cadence: "daily",
  needs: {},
  uses: datasetNames,
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
    const each = datasets.filter(isDated).map(
      (
        name,
      ) => `SELECT '${name}' AS dataset, date_trunc('hour', dated_at) AS hour, max(dated_at) AS newest,
          ${name === "conversions" ? "sum(coalesce(value, 0))" : "0"} AS value
        FROM (SELECT *, ${dated[name]} AS dated_at FROM ${name}) CROSS JOIN period
        WHERE dated_at < ends_at GROUP BY ALL`,
    );
    if (each.length === 0) return "SELECT NULL AS dataset WHERE false";
    const exported = datasets.map((name) => `('${name}', ${isDated(name)})`).join(", ");
    return `
      WITH hours AS (
        SELECT * FROM (${each.join(" UNION ALL ")})
        QUALIFY hour >= max(hour) OVER (PARTITION BY dataset) - INTERVAL ${heardDays} DAY
      ),
      gaps AS (SELECT *, epoch(hour - lag(hour) OVER (PARTITION BY dataset ORDER BY hour)) / 3600.0 AS gap FROM hours)
      SELECT dataset, is_dated, max(newest) AS newest, count(gap) AS gaps,
        -- The longest but one: the longest may have been an incident too.
        list_extract(list_sort(list(gap) FILTER (gap IS NOT NULL), 'DESC'), 2) AS usual,
        epoch(any_value(ends_at) - max(newest)) / 3600.0 AS silent,
        strftime(timezone(any_value(timezone), timezone('UTC', max(newest))), '%Y-%m-%d %H:%M') AS newest_local,
        sum(value) / greatest(1, epoch(max(newest) - min(newest)) / 3600.0) AS hourly
      FROM (VALUES ${exported}) AS exported(dataset, is_dated) LEFT JOIN gaps USING (dataset) CROSS JOIN period
      GROUP BY dataset, is_dated ORDER BY silent DESC NULLS LAST, dataset`;
  },

  judge({ rows, currency }, { hours, times, limits }) {
    const judged = rows.flatMap((row) => {
      const dataset = row["dataset"] as Dated;
      if (row["newest"] === null || row["newest"] === undefined) return [];
      const hasRhythm = Number(row["gaps"]) >= 5;
      const rhythm = hasRhythm ? Math.max(hours, times * Number(row["usual"])) : 24 * heardDays;
      const limit = limits[dataset] ?? rhythm;
      const isHeard = hasRhythm || limits[dataset] !== undefined;
      return [{ dataset, silent: Number(row["silent"]), limit, isHeard, row }];
    });
    const empty = rows.filter((row) => row["is_dated"] === "true" && row["newest"] === null);
    const stale = judged.filter(({ silent, limit }) => silent > limit);
    const known = judged.filter((one) => one.isHeard && !stale.includes(one));
    const young = judged.filter((one) => !one.isHeard && !stale.includes(one));
    const beside = [
      holding(empty),
      young.length === 0 ? "" : `No rhythm yet: ${named(young.map(({ dataset }) => dataset))}.`,
      notJudged(rows),
    ].filter((text) => text !== "");
    const measured = { metric: stale.length, unit: "exports", expected: { from: 0, to: 0 } };
    if (stale.length === 0 && (known.length === 0 || empty.length > 0)) {
      const said = rows.length === 0 ? ["The source exports nothing that has a date."] : beside;
      return { ...measured, outcome: "no_data", text: said.join(" "), atRisk: "0", rows: [] };
    }
    if (stale.length === 0) {
      const fresh = `Fresh: ${named(known.map(({ dataset }) => dataset))}.`;
      const text = [fresh, ...beside].join(" ");
      return { ...measured, outcome: "pass", text, atRisk: "0", rows: [] };
    }
    const sales = stale.find(({ dataset }) => dataset === "conversions");
    const atRisk = new Decimal(sales?.row["hourly"] ?? 0)
      .times(sales?.silent ?? 0)
      .toDecimalPlaces(2);
    const sentences = stale.map(
      ({ dataset, silent, limit, row }) =>
        `The newest record of ${dataset} is of ${row["newest_local"] ?? ""}, ${counted(Math.floor(silent), "hour")} before the window ends; at most ${Math.ceil(limit)} expected.`,
    );
    const money = atRisk.isZero()
      ? ""
      : ` About ${displayAmount(atRisk, currency)} of sales are not seen.`;
    return {
      ...measured,
      outcome: "fail",
      text: [`${firstOf(sentences, names.length)}${money}`, ...beside].join(" "),
      atRisk: atRisk.toFixed(),
      rows: stale.map(({ dataset, silent, limit, row }) => ({
        dataset,
        newest: row["newest_local"] ?? null,
        hours_silent: silent.toFixed(1),
        hours_expected: limit.toFixed(1),
      })),
    };
  },
});

/** What an export without a record is called: nobody can tell whether it stopped. */
function holding(empty: readonly CheckRow[]): string {
  if (empty.length === 0) return "";
  const which = named(empty.map(({ dataset }) => dataset ?? ""));
  return `No record by the end of the window: ${which}.`;
}

/** What has no instant by which it could be fresh. */
function notJudged(rows: readonly CheckRow[]): string {
  const undated = rows.filter((row) => row["is_dated"] !== "true");
  if (undated.length === 0) return "";
  return `Not judged, for want of a date: ${named(undated.map(({ dataset }) => dataset ?? ""))}.`;
}

function named(datasets: readonly string[]): string {
  return listed(datasets.toSorted(), datasetNames.length);
}
