import { z } from "zod";

import { defineCheck } from "#check.ts";
import { median } from "#model/baseline.ts";
import { rangeOf } from "#model/count-range.ts";
import { forecastOf, spreadOver } from "#model/forecast.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { counted } from "#model/phrases.ts";
import { seriesOf } from "#model/series.ts";

export default defineCheck({
  title: "Every sale is counted once",
  why: "A sale that is recorded twice is paid for twice.",
  cadence: "daily",
  needs: { conversions: [] },
  money: ["conversions"],
  looksBack: 56,
  runbook: "payout-mismatch",
  settings: z.strictObject({
    /** Sales of one customer and one amount are one when they follow within so many minutes. */
    minutes: z.number().positive().default(10),
    /** How many may be recorded twice; where some are on most days, as many as there usually are. */
    most: z.int().min(0).default(0),
    /** Of so many days one may surprise without a reason. */
    onceIn: z.number().min(10).default(1000),
  }),

  measure: ({ minutes }) => `
    WITH live AS (
      SELECT conversion_id, partner_id, order_id, coalesce(customer_id, customer_external_id, lower(trim(customer_email))) AS customer,
        amount, currency, occurred_at, coalesce(value, 0) AS value, day
      FROM conversions WHERE coalesce(status, 'pending') IN ('pending', 'approved')
    ), orders AS (
      SELECT partner_id, order_id FROM live WHERE order_id IS NOT NULL GROUP BY ALL HAVING count(*) > 1
    ), purses AS (
      SELECT partner_id, customer, amount, currency FROM live WHERE customer IS NOT NULL GROUP BY ALL HAVING count(*) > 1
    ), again AS (
      SELECT live.*, 'order' AS same, first_value(conversion_id) OVER told AS first_id, row_number() OVER told > 1 AS twice
      FROM live SEMI JOIN orders
        ON live.order_id = orders.order_id AND live.partner_id IS NOT DISTINCT FROM orders.partner_id
      WINDOW told AS (PARTITION BY live.partner_id, live.order_id ORDER BY occurred_at, conversion_id)
      UNION ALL
      SELECT live.*, 'customer and amount', lag(conversion_id) OVER bought,
        coalesce(occurred_at - lag(occurred_at) OVER bought <= to_seconds(${60 * minutes})
          AND (order_id IS NULL OR coalesce(lag(order_id) OVER bought = order_id, true)), false)
      FROM live SEMI JOIN purses
        ON live.customer = purses.customer AND live.amount = purses.amount AND live.currency = purses.currency
        AND live.partner_id IS NOT DISTINCT FROM purses.partner_id
      WINDOW bought AS (PARTITION BY live.partner_id, live.customer, live.amount, live.currency ORDER BY occurred_at, conversion_id)
    ), doubled AS (
      SELECT * FROM again JOIN days USING (day) WHERE twice
      QUALIFY row_number() OVER (PARTITION BY conversion_id ORDER BY same DESC) = 1
    ), per_window AS (
      SELECT ago, count(*) AS conversions FROM conversions JOIN days USING (day) GROUP BY ago
    )
    SELECT 'window' AS kind, ago, conversions, coalesce(duplicates, 0) AS duplicates, coalesce(found.value, 0) AS value,
      NULL AS conversion_id, NULL AS first_id, NULL AS same, NULL AS partner_id, NULL AS order_id
    FROM per_window LEFT JOIN (
      SELECT ago, count(*) AS duplicates, sum(value) AS value FROM doubled GROUP BY ago) AS found USING (ago)
    UNION ALL
    (SELECT 'record', ago, NULL, NULL, value, conversion_id, first_id, same, partner_id, order_id
     FROM doubled WHERE ago = 0 ORDER BY value DESC, conversion_id LIMIT 1000)`,

  judge({ rows, period, currency }, { most, onceIn }) {
    const windows = rows.filter(({ kind }) => kind === "window");
    const now = windows.find(({ ago }) => ago === "0");
    const series = seriesOf(windows, "duplicates");
    const [duplicates = 0] = series;
    const usual = series.length > 7 && median(series.slice(1)) > 0;
    const forecast = usual ? forecastOf(series, { span: period.span, least: 7 }) : null;
    const limit = forecast ? rangeOf(spreadOver(forecast, 1), 1 / onceIn).to : 0;
    const expected = { from: 0, to: Math.max(most, limit) };
    const trend = series.slice(0, 14).toReversed();
    const measured = { metric: duplicates, unit: "conversions", expected, trend, rows: [] };
    if (!now) {
      const text = "No conversion was recorded in the window.";
      return { ...measured, outcome: "no_data", metric: null, text, atRisk: "0" };
    }
    const of = counted(Number(now["conversions"]), "conversion");
    const atRisk = new Decimal(now["value"] ?? 0).toFixed();
    const text = `${duplicates} of ${of} ${duplicates === 1 ? "was" : "were"} recorded before, ${expected.to === 0 ? "none" : `at most ${expected.to}`} expected`;
    if (duplicates <= expected.to) {
      return { ...measured, outcome: "pass", text: `${text}.`, atRisk: "0" };
    }
    const records = rows
      .filter(({ kind }) => kind === "record")
      .map(({ conversion_id = null, first_id = null, same = null, ...row }) => ({
        conversion_id,
        first_id,
        same,
        partner_id: row["partner_id"] ?? null,
        order_id: row["order_id"] ?? null,
        value: row["value"] ?? null,
      }));
    const [worst] = records;
    const example = worst
      ? ` ${worst.conversion_id} has the ${worst.same} of ${worst.first_id}.`
      : "";
    return {
      ...measured,
      outcome: "fail",
      text: `${text}: ${displayAmount(atRisk, currency)} of sales twice.${example}`,
      atRisk,
      rows: records,
    };
  },
});
