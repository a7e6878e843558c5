import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckRow } from "#check.ts";
import type { Drawing } from "#model/drawing.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { counted, listed } from "#model/phrases.ts";

const ages = ["0–3", "4–7", "8–14", "15–30", "over 30"] as const;

export default defineCheck({
  title: "Payouts settle, and failed ones are sent again",
  why: "A payout that hangs or came back is money a partner counts on and does not have.",
  cadence: "weekly",
  needs: { payouts: [] },
  money: ["payouts"],
  looksBack: 13,
  runbook: "payout-mismatch",
  settings: z.strictObject({
    /** Days a payout may take; more where payouts usually take longer. */
    days: z.int().min(1).default(7),
    /** How many times what is usual until settled it may take. */
    times: z.number().min(1).default(1.5),
  }),

  // What was settled only after a window's end was still open at it.
  measure: ({ days, times }, { columns }) => {
    const has = (name: string) => columns.payouts?.includes(name) ?? false;
    const again = ["partner_id", "initiated_at"].every(has)
      ? `EXISTS (SELECT 1 FROM dated AS later WHERE later.partner_id = dated.partner_id AND later.payout_id <> dated.payout_id
          AND later.status NOT IN ('failed', 'canceled') AND later.since >= dated.since AND later.since < windows.ends_at
          AND (later.period_start = dated.period_start OR later.value = dated.value))`
      : "false";
    return `
    WITH usual AS (
      SELECT quantile_cont(date_diff('day', initiated_at, paid_at), 0.95) AS usual_days
      FROM payouts, period WHERE status = 'completed' AND paid_at < ends_at
    ), allowed AS (
      SELECT usual_days, CAST(greatest(${days}, ceil(coalesce(usual_days, 0) * ${times})) AS INTEGER) AS days FROM usual
    ), dated AS (
      SELECT payout_id, partner_id, period_start, value, failure_reason, status, paid_at,
        coalesce(initiated_at, period_end, period_start) AS since
      FROM payouts WHERE value > 0
    ), queue AS (
      SELECT ago, payout_id, partner_id, value, failure_reason, since, days,
        CASE WHEN status = 'failed' THEN 'failed' WHEN status = 'pending' THEN 'pending' ELSE 'processing' END AS state,
        date_diff('day', since, windows.ends_at) AS age
      FROM dated, windows, allowed
      WHERE since < windows.ends_at AND (
        status IN ('pending', 'processing')
        OR (status IN ('sent', 'completed') AND paid_at >= windows.ends_at)
        OR (status = 'failed' AND NOT ${again}))
    ), judged AS (
      SELECT *, state = 'failed' OR age > days AS stuck FROM queue
    )
    SELECT 'all' AS kind, NULL AS id, NULL AS partner_id, NULL AS state, NULL AS reason, NULL AS since,
      coalesce(sum(stuck::INTEGER), 0) AS stuck, coalesce(sum(value) FILTER (WHERE stuck), 0) AS value, any_value(allowed.days) AS age,
      any_value(CAST(usual_days AS INTEGER)) AS usual_days, windows.ago, (SELECT count(*) FROM dated, period WHERE since < period.ends_at) AS records
    FROM windows CROSS JOIN allowed LEFT JOIN judged ON judged.ago = windows.ago
    WHERE windows.ends_at > (SELECT min(since) FROM dated) GROUP BY windows.ago
    UNION ALL
    SELECT 'bucket', ${bucketSql()}, NULL, state, NULL, NULL, NULL, sum(value), NULL, NULL, 0, NULL FROM judged WHERE ago = 0 GROUP BY ALL
    UNION ALL
    SELECT * FROM (
      SELECT 'row', payout_id, partner_id, state, failure_reason, strftime(since, '%Y-%m-%d'), NULL, value, age, NULL, 0, NULL
      FROM judged WHERE stuck AND ago = 0 ORDER BY value DESC, payout_id LIMIT 1000
    )
    ORDER BY kind, ago, value DESC, id`;
  },

  judge({ rows, currency }) {
    const all = rows.filter(({ kind }) => kind === "all");
    const now = all.find(({ ago }) => ago === "0");
    const expected = { from: 0, to: 0 };
    if (!now) {
      const text = "No payout was initiated by the end of the window.";
      return { outcome: "no_data", text, metric: null, expected, atRisk: "0", rows: [] };
    }
    const found = rows.filter(({ kind }) => kind === "row");
    const stuck = Number(now["stuck"]);
    const days = Number(now["age"]);
    const usually = now["usual_days"] ? `, ${now["usual_days"]} usual` : "";
    const parts = [...failed(found), ...slow(found, { days, usually })];
    return {
      outcome: stuck > 0 ? "fail" : "pass",
      text:
        stuck > 0
          ? `${parts.join(" ")} ${displayAmount(now["value"] ?? "0", currency)} did not arrive.`
          : `None of ${counted(Number(now["records"]), "payout")} failed without another or is open for more than ${days} days.`,
      metric: stuck,
      unit: "stuck payouts",
      expected,
      atRisk: new Decimal(now["value"] ?? 0).toFixed(),
      rows: found.map(shown),
      trend: all
        .toSorted((a, b) => Number(b["ago"]) - Number(a["ago"]))
        .map((row) => Number(row["stuck"])),
      drawing: drawn(rows, currency),
    };
  },
});

function failed(found: readonly CheckRow[]): string[] {
  const own = found.filter(({ state }) => state === "failed");
  if (own.length === 0) return [];
  const named = own.map(({ id, reason }) => `${id}${reason ? ` (${reason})` : ""}`);
  return [
    `${counted(own.length, "payout")} failed and ${own.length === 1 ? "was" : "were"} not sent again: ${listed(named)}.`,
  ];
}

function slow(
  found: readonly CheckRow[],
  { days, usually }: { days: number; usually: string },
): string[] {
  const own = found
    .filter(({ state }) => state !== "failed")
    .toSorted((a, b) => Number(b["age"]) - Number(a["age"]));
  const [oldest] = own;
  if (!oldest) return [];
  return [
    `${counted(own.length, "payout")} pending or processing for more than ${days} days${usually}, the oldest, ${oldest["id"]}, for ${oldest["age"]}.`,
  ];
}

function bucketSql(): string {
  return `CASE WHEN age <= 3 THEN '0–3' WHEN age <= 7 THEN '4–7' WHEN age <= 14 THEN '8–14' WHEN age <= 30 THEN '15–30' ELSE 'over 30' END`;
}

function shown({ id, partner_id: partner, state, since, age, value, reason }: CheckRow): CheckRow {
  return {
    payout_id: id ?? null,
    partner_id: partner ?? null,
    state: state ?? null,
    since: since ?? null,
    age_days: age ?? null,
    value: new Decimal(value ?? 0).toFixed(),
    reason: reason ?? null,
  };
}

function drawn(rows: readonly CheckRow[], currency: string): Drawing {
  const buckets = rows.filter(({ kind }) => kind === "bucket");
  const value = (age: string, state: string) =>
    Number(buckets.find((row) => row["id"] === age && row["state"] === state)?.["value"] ?? 0);
  return {
    kind: "bars",
    title: "Payouts not settled, by age in days",
    unit: currency,
    stacked: "sum",
    labels: ages,
    series: ["pending", "processing", "failed"].map((state) => ({
      name: state,
      values: ages.map((age) => value(age, state)),
    })),
  };
}
