import { z } from "zod";

import { defineCheck } from "#check.ts";
import { counted } from "#model/phrases.ts";
import { judgeProblems } from "#model/problems.ts";
import { problemsSql } from "#reconcile/problems-sql.ts";

const inPeriod = "day BETWEEN from_day AND to_day";

export default defineCheck({
  title: "Dates follow each other, and dashboards keep the same days",
  why: "A record on the wrong day is in the wrong report, the wrong batch and the wrong month's close.",
  cadence: "always",
  needs: { conversions: [] },
  uses: ["events", "commissions", "payouts", "cards"],
  money: ["conversions", "commissions", "payouts"],
  looksBack: 8,
  runbook: "export-mismatch",
  settings: z.strictObject({
    /** Clocks may differ by so many minutes. */
    minutes: z.number().min(0).default(5),
    /** How many records may have dates in the wrong order. */
    most: z.int().min(0).default(0),
  }),

  measure({ minutes }, { datasets }) {
    const has = (name: (typeof datasets)[number]): boolean => datasets.includes(name);
    const later = `to_seconds(${60 * minutes})`;
    const before = (early: string, late: string): string => beforeBy(later, early, late);
    const wrong = [
      dates(
        "conversions",
        "conversion_id",
        "approved_early",
        before("approved_at", "occurred_at"),
        "approved_at",
        "occurred_at",
      ),
      dates(
        "conversions",
        "conversion_id",
        "recorded_early",
        before("recorded_at", "occurred_at"),
        "recorded_at",
        "occurred_at",
      ),
      `SELECT 'future', 'conversions', conversion_id, 'of ' || strftime(occurred_at, '%Y-%m-%dT%H:%M:%SZ'), value
       FROM conversions CROSS JOIN period WHERE occurred_at > captured_at + INTERVAL 1 DAY`,
    ];
    const examined = [`conversions CROSS JOIN period WHERE ${inPeriod}`];
    if (has("events")) {
      wrong.push(`SELECT 'events_future', 'events', type, count(*) || ' up to ' || strftime(max(occurred_at), '%Y-%m-%dT%H:%M:%SZ'), NULL
        FROM events CROSS JOIN period WHERE occurred_at > captured_at + INTERVAL 1 DAY GROUP BY type`);
    }
    if (has("commissions")) {
      wrong.push(
        dates(
          "commissions",
          "commission_id",
          "commission_early",
          before("approved_at", "created_at"),
          "approved_at",
          "created_at",
        ),
        dates(
          "commissions",
          "commission_id",
          "commission_paid_early",
          before("paid_at", "approved_at"),
          "paid_at",
          "approved_at",
        ),
      );
      examined.push(`commissions CROSS JOIN period WHERE ${inPeriod}`);
    }
    if (has("payouts")) {
      wrong.push(
        dates(
          "payouts",
          "payout_id",
          "payout_early",
          before("paid_at", "initiated_at"),
          "paid_at",
          "initiated_at",
        ),
        dates(
          "payouts",
          "payout_id",
          "period_reversed",
          "period_end < period_start",
          "period_end",
          "period_start",
        ),
      );
      examined.push(`payouts CROSS JOIN period WHERE ${inPeriod}`);
    }
    if (has("cards")) wrong.push(otherDays);
    return problemsSql(examined, wrong);
  },

  judge: ({ rows, currency }, { most }) =>
    judgeProblems(rows, {
      most,
      currency,
      looked: (records) => `Dates of ${counted(records, "record")}`,
      problems: {
        approved_early: [
          "conversion was approved before it occurred",
          "conversions were approved before they occurred",
        ],
        recorded_early: [
          "conversion was recorded before it occurred",
          "conversions were recorded before they occurred",
        ],
        future: ["conversion is of the future", "conversions are of the future"],
        events_future: [
          "type of event reaches into the future",
          "types of event reach into the future",
        ],
        commission_early: [
          "commission was approved before it was made",
          "commissions were approved before they were made",
        ],
        commission_paid_early: [
          "commission was paid before it was approved",
          "commissions were paid before they were approved",
        ],
        payout_early: [
          "payout was paid before it was initiated",
          "payouts were paid before they were initiated",
        ],
        period_reversed: [
          "payout's period ends before it starts",
          "payouts' periods end before they start",
        ],
        other_days: [
          "other timezone than the reports' is kept by dashboard cards",
          "other timezones than the reports' are kept by dashboard cards",
        ],
      },
    }),
});

/** True where an instant lies before another by more than clocks differ; a date without a time of day means any hour of it, in any zone. */
function beforeBy(later: string, early: string, late: string): string {
  const midnight = (column: string): string => `CAST(${column} AS TIME) = TIME '00:00:00'`;
  return `${early} < ${late} - CASE WHEN ${midnight(early)} OR ${midnight(late)} THEN INTERVAL 36 HOUR ELSE ${later} END`;
}

function dates(
  table: string,
  id: string,
  problem: string,
  condition: string,
  early: string,
  late: string,
): string {
  const text = (column: string): string => `strftime(${column}, '%Y-%m-%dT%H:%M:%SZ')`;
  return `SELECT '${problem}', '${table}', ${id}, ${text(early)} || ' before ' || ${text(late)}, value
    FROM ${table} CROSS JOIN period WHERE ${inPeriod} AND ${condition}`;
}

/** Cards of days that begin at other instants, with the conversions that lie on one side only. */
const otherDays = `
  SELECT 'other_days', 'cards', zone, 'cards ' || cards || ', conversions that fall on other days ' || count(conversion_id), sum(value)
  FROM (
    SELECT cards.timezone AS zone, count(*) AS cards FROM cards CROSS JOIN period
    WHERE cards.timezone IS NOT NULL AND window_start >= from_day AND window_end <= to_day
      AND try(timezone(cards.timezone, timezone('UTC', starts_at))) IS DISTINCT FROM timezone(period.timezone, timezone('UTC', starts_at))
    GROUP BY cards.timezone
  ) CROSS JOIN period LEFT JOIN conversions
    ON occurred_at BETWEEN starts_at - INTERVAL 2 DAY AND ends_at + INTERVAL 2 DAY
    AND (day BETWEEN from_day AND to_day)
      <> (CAST(try(timezone(zone, timezone('UTC', occurred_at))) AS DATE) BETWEEN from_day AND to_day)
  GROUP BY zone, cards`;
