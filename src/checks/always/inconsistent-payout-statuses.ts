import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { Measuring } from "#check.ts";
import { judgeProblems } from "#model/problems.ts";
import { problemsSql } from "#reconcile/problems-sql.ts";

const settled = "('sent', 'completed')";

export default defineCheck({
  title: "Commissions and the payouts that pay them agree",
  why: "A partner who is told that money came, and it did not, is a partner who leaves.",
  cadence: "always",
  needs: { commissions: ["payout_id"], payouts: [] },
  money: ["commissions", "payouts"],
  looksBack: 8,
  runbook: "payout-mismatch",
  settings: z.strictObject({
    /** How many records may not agree. */
    most: z.int().min(0).default(0),
  }),

  // Not of the window alone: what is wrong stays so until somebody sets it right. A day tells what is new, and counts the rest.
  measure(_, measuring) {
    const examined = [
      "commissions CROSS JOIN period WHERE day <= to_day",
      "payouts CROSS JOIN period WHERE coalesce(day, to_day) <= to_day",
    ];
    const wrong = [...ofCommissions(measuring), ...ofPayouts(measuring)];
    const all = (when: string): string[] =>
      wrong.map((one) => `SELECT problem, record, id, detail, value FROM (${one}) ${when}`);
    return measuring.period.span === "day"
      ? problemsSql(
          examined,
          all("CROSS JOIN period WHERE said BETWEEN from_day AND to_day"),
          all("CROSS JOIN period WHERE said < from_day"),
        )
      : problemsSql(examined, all(""));
  },

  judge: ({ rows, currency }, { most }) =>
    judgeProblems(rows, {
      most,
      currency,
      looked: (records) => `Statuses of ${records.toLocaleString("en-US")} commissions and payouts`,
      problems: {
        paid_failed: [
          "commission is called paid by a payout that failed",
          "commissions are called paid by a payout that failed",
        ],
        paid_unsettled: [
          "commission is called paid by a payout that is under way",
          "commissions are called paid by a payout that is under way",
        ],
        paid_missing: [
          "commission is called paid by no payout that there is",
          "commissions are called paid by no payout that there is",
        ],
        processed_missing: [
          "commission is being paid by a payout that there is not",
          "commissions are being paid by payouts that there are not",
        ],
        not_payable: [
          "commission was paid out though it is not to be paid",
          "commissions were paid out though they are not to be paid",
        ],
        wrong_payee: [
          "commission was paid to another partner",
          "commissions were paid to another partner",
        ],
        undated: ["payout is settled without a date", "payouts are settled without a date"],
        unknown: [
          "payout has a status that is not known",
          "payouts have a status that is not known",
        ],
      },
    }),
});

/** The days on which what is wrong came to be so: the last that its records know of. */
const commissionSaid = `greatest(commissions.day, ${localDay("commissions.paid_at")})`;
const payoutSaid = `coalesce(${localDay("payouts.paid_at")}, ${localDay("payouts.initiated_at")}, payouts.day, from_day)`;

function localDay(column: string): string {
  return `CAST(CASE WHEN CAST(${column} AS TIME) = TIME '00:00:00' THEN ${column}
    ELSE timezone(period.timezone, timezone('UTC', ${column})) END AS DATE)`;
}

function ofCommissions({ columns }: Measuring): string[] {
  const linked = `commissions JOIN payouts USING (payout_id) CROSS JOIN period WHERE commissions.day <= to_day`;
  const said = "commissions.status || ', payout ' || payout_id || ' is ' || payouts.status";
  const row = (problem: string, condition: string): string =>
    rowSql(
      problem,
      `'commissions', commission_id, ${said}, commissions.value`,
      both,
      `${linked} AND ${condition}`,
    );
  const both = `greatest(${commissionSaid}, ${payoutSaid})`;
  // One that was refunded after it had been paid was paid rightly.
  const refunded = columns.commissions?.includes("paid_at")
    ? " OR (commissions.status = 'refunded' AND commissions.paid_at IS NULL)"
    : "";
  const wrong = [
    row("paid_failed", "commissions.status = 'paid' AND payouts.status IN ('failed', 'canceled')"),
    row(
      "paid_unsettled",
      "commissions.status = 'paid' AND payouts.status IN ('pending', 'processing')",
    ),
    row(
      "not_payable",
      `payouts.status IN ${settled}
        AND (commissions.status IN ('pending', 'held', 'fraud', 'duplicate', 'canceled')${refunded})`,
    ),
    missing("paid_missing", "status = 'paid'"),
    missing("processed_missing", "status = 'processed' AND payout_id IS NOT NULL"),
  ];
  if (columns.payouts?.includes("partner_id") && columns.commissions?.includes("partner_id")) {
    wrong.push(
      rowSql(
        "wrong_payee",
        `'commissions', commission_id, 'of ' || commissions.partner_id || ', payout ' || payout_id || ' went to ' || payouts.partner_id, commissions.value`,
        both,
        `${linked} AND payouts.status IN ${settled} AND payouts.partner_id <> commissions.partner_id`,
      ),
    );
  }
  return wrong;
}

function ofPayouts({ columns }: Measuring): string[] {
  const wrong = [
    rowSql(
      "unknown",
      "'payouts', payout_id, 'status ' || coalesce(source_status, 'empty'), value",
      payoutSaid,
      "payouts CROSS JOIN period WHERE status IS NULL",
    ),
  ];
  if (columns.payouts?.includes("paid_at")) {
    wrong.push(
      rowSql(
        "undated",
        "'payouts', payout_id, status, value",
        payoutSaid,
        `payouts CROSS JOIN period WHERE coalesce(day, to_day) <= to_day AND status IN ${settled} AND paid_at IS NULL`,
      ),
    );
  }
  return wrong;
}

/** Commissions whose payout there is not; older ones may name one of before the export begins. */
function missing(problem: string, condition: string): string {
  return rowSql(
    problem,
    "'commissions', commission_id, coalesce('names payout ' || payout_id, 'names no payout'), value",
    commissionSaid,
    `commissions ANTI JOIN payouts USING (payout_id) CROSS JOIN period
     WHERE day <= to_day AND day >= (SELECT min(day) FROM payouts) AND (${condition})`,
  );
}

function rowSql(problem: string, columns: string, said: string, from: string): string {
  return `SELECT * FROM (SELECT '${problem}', ${columns}, ${said} FROM ${from}) AS wrong(problem, record, id, detail, value, said)`;
}
