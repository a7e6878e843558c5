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

  // Not of the window alone: what is wrong stays so until somebody sets it right.
  measure: (_, measuring) =>
    problemsSql(
      [
        "commissions CROSS JOIN period WHERE day <= to_day",
        "payouts CROSS JOIN period WHERE coalesce(day, to_day) <= to_day",
      ],
      [...ofCommissions(measuring), ...ofPayouts(measuring)],
    ),

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

function ofCommissions({ columns }: Measuring): string[] {
  const linked = `commissions JOIN payouts USING (payout_id) CROSS JOIN period WHERE commissions.day <= to_day`;
  const said = "commissions.status || ', payout ' || payout_id || ' is ' || payouts.status";
  const row = (problem: string): string =>
    `SELECT '${problem}', 'commissions', commission_id, ${said}, commissions.value FROM ${linked}`;
  // One that was refunded after it had been paid was paid rightly.
  const refunded = columns.commissions?.includes("paid_at")
    ? " OR (commissions.status = 'refunded' AND commissions.paid_at IS NULL)"
    : "";
  const wrong = [
    `${row("paid_failed")} AND commissions.status = 'paid' AND payouts.status IN ('failed', 'canceled')`,
    `${row("paid_unsettled")} AND commissions.status = 'paid' AND payouts.status IN ('pending', 'processing')`,
    `${row("not_payable")} AND payouts.status IN ${settled}
      AND (commissions.status IN ('pending', 'held', 'fraud', 'duplicate', 'canceled')${refunded})`,
    // Older ones may name a payout of before the export begins.
    `SELECT 'paid_missing', 'commissions', commission_id, coalesce('names payout ' || payout_id, 'names no payout'), value
     FROM commissions ANTI JOIN payouts USING (payout_id) CROSS JOIN period
     WHERE day <= to_day AND day >= (SELECT min(day) FROM payouts)
       AND (status = 'paid' OR (status = 'processed' AND payout_id IS NOT NULL))`,
  ];
  if (columns.payouts?.includes("partner_id") && columns.commissions?.includes("partner_id")) {
    wrong.push(
      `SELECT 'wrong_payee', 'commissions', commission_id,
         'of ' || commissions.partner_id || ', payout ' || payout_id || ' went to ' || payouts.partner_id, commissions.value
       FROM ${linked} AND payouts.status IN ${settled} AND payouts.partner_id <> commissions.partner_id`,
    );
  }
  return wrong;
}

function ofPayouts({ columns }: Measuring): string[] {
  const wrong = [
    `SELECT 'unknown', 'payouts', payout_id, 'status ' || coalesce(source_status, 'empty'), value FROM payouts WHERE status IS NULL`,
  ];
  if (columns.payouts?.includes("paid_at")) {
    wrong.push(`SELECT 'undated', 'payouts', payout_id, status, value FROM payouts CROSS JOIN period
      WHERE coalesce(day, to_day) <= to_day AND status IN ${settled} AND paid_at IS NULL`);
  }
  return wrong;
}
