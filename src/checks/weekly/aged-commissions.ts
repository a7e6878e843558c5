import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckRow } from "#check.ts";
import type { Drawing } from "#model/drawing.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { counted } from "#model/phrases.ts";

const ages = ["0–7", "8–14", "15–30", "31–60", "61–90", "over 90"] as const;
const states = ["pending", "held", "approved", "on hold"] as const;

export default defineCheck({
  title: "Commissions are paid in the usual time",
  why: "A partner waits so long once. What nobody approves, rejects or pays grows until the partner asks.",
  cadence: "weekly",
  needs: { commissions: [] },
  uses: ["payouts"],
  money: ["commissions"],
  looksBack: 13,
  runbook: "payout-mismatch",
  settings: z.strictObject({
    /** Days a commission may be open; more where commissions usually take longer to be paid. */
    days: z.int().min(1).default(45),
    /** How many times what is usual until paid it may be open. */
    times: z.number().min(1).default(1.5),
    /** A partner owed less than this in all waits for a payout to be worth it. */
    minimum: z.number().min(0).default(50),
    /** How many may be overdue. */
    most: z.int().min(0).default(2),
  }),

  measure: ({ days, times, minimum }, { datasets, columns }) => {
    const has = (name: string) => columns.commissions?.includes(name) ?? false;
    const partner = has("partner_id") ? "partner_id" : "NULL";
    return `
    WITH usual AS (
      SELECT quantile_cont(date_diff('day', created_at, paid_at), 0.95) AS usual_days
      FROM commissions, period WHERE paid_at < ends_at AND status = 'paid'
    ), allowed AS (
      SELECT usual_days, CAST(greatest(${days}, ceil(coalesce(usual_days, 0) * ${times})) AS INTEGER) AS days FROM usual
    ), open AS (
      SELECT commission_id, ${partner} AS partner_id, day, value, hold_until, approved_at,
        CASE WHEN status IN ('pending', 'held') THEN status ELSE 'approved' END AS status,
        CASE WHEN status IN ('pending', 'held', 'approved') THEN NULL ELSE paid_at END AS closed_at,
        ${has("payout_id") ? "payout_id" : "NULL"} AS payout_id
      FROM commissions, period
      WHERE day <= to_day AND (status IN ('pending', 'held', 'approved') OR (status IN ('processed', 'paid') AND paid_at IS NOT NULL))
    ), queue AS (
      SELECT open.*, date_diff('day', day, to_day) AS age, coalesce(hold_until >= ends_at, false) AS on_hold,
        sum(value) OVER (PARTITION BY ${partner}) >= ${minimum} AS worth_paying
      FROM open, period WHERE closed_at IS NULL OR closed_at >= ends_at
    ), passing AS (
      ${passedOverSql(datasets, columns)}
    ), judged AS (
      SELECT queue.*, passed_by, NOT on_hold AND age > days AND worth_paying AS overdue
      FROM queue LEFT JOIN passing USING (commission_id), allowed
    )
    SELECT 'all' AS kind, NULL AS id, NULL AS partner_id, NULL AS status, NULL AS state, max(age) FILTER (WHERE overdue) AS age, NULL AS passed_by,
      count(*) AS records, coalesce(sum(value), 0) AS value,
      count(*) FILTER (WHERE overdue) AS overdue, count(*) FILTER (WHERE passed_by IS NOT NULL AND NOT overdue) AS passed,
      coalesce(sum(value) FILTER (WHERE overdue OR passed_by IS NOT NULL), 0) AS at_risk,
      any_value(days) AS days, any_value(CAST(usual_days AS INTEGER)) AS usual_days, NULL AS ago,
      (SELECT count(*) FROM commissions, period WHERE day <= to_day) AS known
    FROM allowed LEFT JOIN judged ON true
    UNION ALL
    SELECT 'bucket', ${bucketSql()}, NULL, NULL, CASE WHEN on_hold THEN 'on hold' ELSE status END, NULL, NULL,
      count(*), sum(value), NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM judged GROUP BY ALL
    UNION ALL
    SELECT 'week', NULL, NULL, NULL, NULL, NULL, NULL, coalesce(sum(records), 0), NULL, NULL, NULL, NULL, NULL, NULL, ago, NULL
    FROM windows CROSS JOIN allowed LEFT JOIN (
      SELECT day, closed_at::DATE AS closed_on, hold_until::DATE AS held_until, count(*) AS records FROM open
      WHERE closed_at IS NULL OR date_diff('day', day, closed_at) > (SELECT days FROM allowed) GROUP BY ALL
    ) AS aged ON date_diff('day', aged.day, to_day) > days AND (closed_on IS NULL OR closed_on > to_day)
      AND (held_until IS NULL OR held_until <= to_day)
    WHERE from_day >= (SELECT min(day) FROM open) GROUP BY ago
    UNION ALL
    SELECT * FROM (
      SELECT 'row', commission_id, partner_id, status, NULL, age, passed_by, NULL, value, overdue::INTEGER, NULL, NULL, NULL, NULL, NULL, NULL
      FROM judged WHERE overdue OR passed_by IS NOT NULL ORDER BY value DESC, commission_id LIMIT 1000
    )`;
  },

  judge({ rows, currency }, { most }) {
    const all = rows.find(({ kind }) => kind === "all");
    const number = (name: string) => Number(all?.[name] ?? 0);
    const [overdue, passed, days] = [number("overdue"), number("passed"), number("days")];
    const value = displayAmount(all?.["value"] ?? "0", currency);
    const open = `${counted(number("records"), "commission")} open (${value})`;
    const usually = all?.["usual_days"] ? `; ${all["usual_days"]} days are usual until paid` : "";
    if (Number(all?.["known"] ?? 0) === 0) {
      const text = "No commission was created by the end of the window.";
      const expected = { from: 0, to: most };
      return { outcome: "no_data", text, metric: null, expected, atRisk: "0", rows: [] };
    }
    const fails = overdue + passed > most;
    const over = `${overdue.toLocaleString("en-US")} of them older than ${days} days${overdue > 0 ? `, the oldest ${number("age")}` : ""}`;
    const left =
      passed > 0
        ? ` ${counted(passed, "approved commission")} left out of a payout made since.`
        : "";
    const atRisk = new Decimal(all?.["at_risk"] ?? 0);
    const sum = fails ? ` ${displayAmount(atRisk, currency)} is overdue.` : "";
    const weeks = rows
      .filter(({ kind }) => kind === "week")
      .toSorted((a, b) => Number(b["ago"]) - Number(a["ago"]));
    return {
      outcome: fails ? "fail" : "pass",
      text: `${open}, ${over}${usually}.${left}${sum}`,
      metric: overdue + passed,
      unit: "overdue commissions",
      expected: { from: 0, to: most },
      atRisk: fails ? atRisk.toFixed() : "0",
      rows: fails ? rows.filter(({ kind }) => kind === "row").map(shown) : [],
      trend: weeks.map((row) => Number(row["records"]) + (row["ago"] === "0" ? passed : 0)),
      drawing: drawn(rows, currency),
    };
  },
});

/** Approved commissions of a partner who was paid for their period since, without them. */
function passedOverSql(
  datasets: readonly string[],
  columns: Readonly<Partial<Record<string, readonly string[]>>>,
): string {
  const known =
    datasets.includes("payouts") &&
    ["partner_id", "period_end", "initiated_at"].every((name) =>
      columns["payouts"]?.includes(name),
    ) &&
    ["partner_id", "approved_at", "payout_id"].every((name) =>
      columns["commissions"]?.includes(name),
    );
  if (!known) return "SELECT NULL AS commission_id, NULL AS passed_by WHERE false";
  return `SELECT commission_id, min(payouts.payout_id) AS passed_by
      FROM queue JOIN payouts ON payouts.partner_id = queue.partner_id AND payouts.status IN ('sent', 'completed', 'processing', 'pending')
        AND queue.approved_at < payouts.initiated_at AND payouts.period_start::DATE <= queue.day AND payouts.period_end::DATE >= queue.day, period
      WHERE queue.status = 'approved' AND queue.payout_id IS NULL AND queue.closed_at IS NULL AND NOT on_hold AND payouts.initiated_at < ends_at
      GROUP BY commission_id`;
}

function bucketSql(): string {
  return `CASE WHEN age <= 7 THEN '0–7' WHEN age <= 14 THEN '8–14' WHEN age <= 30 THEN '15–30'
    WHEN age <= 60 THEN '31–60' WHEN age <= 90 THEN '61–90' ELSE 'over 90' END`;
}

function shown({
  id,
  partner_id: partner,
  status,
  age,
  value,
  passed_by: passedBy,
}: CheckRow): CheckRow {
  return {
    commission_id: id ?? null,
    partner_id: partner ?? null,
    status: status ?? null,
    age_days: age ?? null,
    value: new Decimal(value ?? 0).toFixed(),
    left_out_of: passedBy ?? null,
  };
}

function drawn(rows: readonly CheckRow[], currency: string): Drawing {
  const buckets = rows.filter(({ kind }) => kind === "bucket");
  const value = (age: string, state: string) =>
    Number(buckets.find((row) => row["id"] === age && row["state"] === state)?.["value"] ?? 0);
  return {
    kind: "bars",
    title: "Open commissions by age in days",
    unit: currency,
    stacked: "sum",
    labels: ages,
    series: states.map((state) => ({ name: state, values: ages.map((age) => value(age, state)) })),
  };
}
