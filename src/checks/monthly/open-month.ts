import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckRow } from "#check.ts";
import { datasets as definitions } from "#model/datasets.ts";
import type { Explanation } from "#model/explanation.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { displayPeriod } from "#model/period.ts";
import { counted } from "#model/phrases.ts";
import { literal } from "#reconcile/sql.ts";

/** What keeps a month open: what is wrong, then what people settle, in that order. */
const blockers = {
  unmapped: ["record of unknown status", "records of unknown status"],
  failed: ["payout failed", "payouts failed"],
  conversions: ["conversion not decided", "conversions not decided"],
  commissions: ["commission not decided", "commissions not decided"],
  payouts: ["payout not settled", "payouts not settled"],
  unpaid: ["approved commission without a payout", "approved commissions without a payout"],
} as const;
const wrong: ReadonlySet<string> = new Set(["unmapped", "failed"]);

export default defineCheck({
  title: "The month is ready to be closed",
  why: "What is decided after the books are closed changes numbers that were signed.",
  cadence: "monthly",
  needs: { commissions: [], payouts: [] },
  uses: ["conversions"],
  money: ["commissions", "payouts", "conversions"],
  runbook: "month-close",
  settings: z.strictObject({}),

  measure: (_settings, { datasets }) => ({
    reconciliation: "payout-mismatch",
    select: `
    WITH open AS (
      SELECT 'commissions' AS blocker, commission_id AS id, status, source_status, value FROM commissions, period
      WHERE day BETWEEN from_day AND to_day AND status IN ('pending', 'held')
      UNION ALL
      SELECT 'unpaid', commission_id, status, source_status, value FROM commissions, period
      WHERE day BETWEEN from_day AND to_day AND status IN ('approved', 'processed') AND payout_id IS NULL AND NOT coalesce(hold_until >= ends_at, false)
      UNION ALL
      SELECT CASE status WHEN 'failed' THEN 'failed' ELSE 'payouts' END, payout_id, status, source_status, value FROM payouts, period
      WHERE day BETWEEN from_day AND to_day AND status IN ('pending', 'processing', 'failed')
      UNION ALL
      ${unmapped("commissions")} UNION ALL ${unmapped("payouts")}
      ${
        datasets.includes("conversions")
          ? `UNION ALL SELECT 'conversions', conversion_id, status, source_status, value FROM conversions, period
      WHERE day BETWEEN from_day AND to_day AND status = 'pending' UNION ALL ${unmapped("conversions")}`
          : ""
      }
    )
    SELECT * EXCLUDE place FROM (
      SELECT blocker, id, coalesce(source_status, status) AS status, value,
        count(*) OVER (PARTITION BY blocker) AS records, sum(value) OVER (PARTITION BY blocker) AS sum,
        row_number() OVER (PARTITION BY blocker ORDER BY value DESC, id) AS place
      FROM open
    ) WHERE place <= 200 ORDER BY value DESC, id`,
  }),

  judge({ rows, explanation, period, currency }) {
    if (!explanation) throw new Error("open-month is measured by payout-mismatch");
    const month = displayPeriod(period);
    const none = { metric: null, expected: { from: 0, to: 0 }, atRisk: "0", rows: [] };
    if (explanation.expected.rows === 0 && explanation.actual.rows === 0 && rows.length === 0) {
      return { ...none, outcome: "no_data", text: `No commission and no payout of ${month}.` };
    }
    const found = Object.entries(blockers).flatMap(([blocker, [one, many]]) => {
      const row = rows.find((each) => each["blocker"] === blocker);
      if (!row) return [];
      const [records, sum] = [Number(row["records"]), new Decimal(row["sum"] ?? 0)];
      const text = `${counted(records, one, many)} (${displayAmount(sum, currency)})`;
      return [{ blocker, records, sum, text }];
    });
    const unexplained = new Decimal(explanation.unexplained).abs();
    const failing = [
      ...differences(explanation, currency),
      ...found.filter(({ blocker }) => wrong.has(blocker)).map(({ text }) => text),
    ];
    const undecided = found.filter(({ blocker }) => !wrong.has(blocker)).map(({ text }) => text);
    const open =
      found.reduce((sum, { records }) => sum + records, 0) + (unexplained.isZero() ? 0 : 1);
    // What waits for a decision is not lost; a sale, its commission and its payout are one sum.
    const failed = found.find(({ blocker }) => blocker === "failed")?.sum ?? 0;
    return {
      outcome: failing.length > 0 ? "fail" : undecided.length > 0 ? "warn" : "pass",
      text: said(month, { failing, undecided, explanation, currency }),
      metric: open,
      unit: "open items",
      expected: { from: 0, to: 0 },
      atRisk: unexplained.plus(failed).toFixed(),
      rows: rows.map(shown),
    };
  },
});

function said(
  month: string,
  of: {
    readonly failing: readonly string[];
    readonly undecided: readonly string[];
    readonly explanation: Explanation;
    readonly currency: string;
  },
): string {
  const { failing, undecided, explanation, currency } = of;
  const { expected } = explanation;
  const open = undecided.join(", ");
  if (failing.length > 0) {
    const wrongs = `${month} cannot be closed yet: ${failing.join(", ")}.`;
    return open === "" ? wrongs : `${wrongs} Still open: ${open}.`;
  }
  if (open !== "") return `${month} waits to be closed: ${open}. Nothing failed or is unexplained.`;
  return `${month} can be closed: ${counted(expected.rows, "commission")} of ${displayAmount(expected.amount, currency)}, all decided and settled, every difference explained.`;
}

type WithStatuses = "commissions" | "payouts" | "conversions";

function unmapped(dataset: WithStatuses): string {
  const { id, statuses } = definitions[dataset];
  return `SELECT 'unmapped', ${id}, status, source_status, value FROM ${dataset}, period
      WHERE day BETWEEN from_day AND to_day AND (status IS NULL OR status NOT IN (${statuses.map(literal).join(", ")}))`;
}

/** What the reconciliation could not explain, or found to be wrong beside the money. */
function differences({ unexplained, findings }: Explanation, currency: string): string[] {
  const failing = findings.filter(({ severity }) => severity === "fail");
  const amount = new Decimal(unexplained);
  return [
    ...(amount.isZero()
      ? []
      : [`${displayAmount(amount, currency)} between payouts and commissions unexplained`]),
    ...failing.map(({ message }) => message.replace(/\.$/, "")),
  ];
}

function shown({ blocker, id, status, value }: CheckRow): CheckRow {
  const words = blockers[blocker as keyof typeof blockers];
  return {
    blocker: words[0],
    id: id ?? null,
    status: status ?? null,
    value: new Decimal(value ?? 0).toFixed(),
  };
}
