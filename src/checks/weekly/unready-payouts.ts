import { DateTime } from "luxon";
import { z } from "zod";

import { defineCheck } from "#check.ts";
import { causes as vocabulary } from "#model/causes.ts";
import type { Cause, Explanation } from "#model/explanation.ts";
import { Decimal, displayAmount, displaySigned } from "#model/money.ts";
import { counted } from "#model/phrases.ts";
import type { Period } from "#model/period.ts";
import { byMoney } from "#model/verdict-sentence.ts";

/** What stands between any batch and its commissions, and costs nobody anything. */
const usual = [
  "timezone_boundary",
  "paid_other_period",
  "held",
  "payout_in_flight",
  "fee",
  "fx_difference",
  "rounding",
];

export default defineCheck({
  title: "The payouts of a batch match their commissions",
  why: "What is wrong in a batch is a line in a table before it is paid, and a claim against a partner after.",
  cadence: "weekly",
  needs: { commissions: [], payouts: [] },
  // As far back as a batch that is judged here may begin.
  looksBack: 6,
  runbook: "payout-mismatch",
  settings: z.strictObject({
    /** Days after a month's end in which its payouts are made: until then its batch is the one looked at. */
    days: z.int().min(0).max(27).default(9),
    /** The share of the commissions that may be approved too late for their batch. */
    unpaid: z.number().min(0).max(1).default(0.02),
    /** Causes that are as they should be, whatever they come to. */
    usual: z.array(z.string()).default(usual),
  }),

  measure: ({ days }, { period }) => ({
    reconciliation: "payout-mismatch",
    over: batchOf(period, days),
    select: `SELECT count(*) AS made FROM payouts, period
      WHERE day BETWEEN DATE '${batchOf(period, days).from}' AND to_day AND coalesce(initiated_at, paid_at) < ends_at`,
  }),

  judge({ rows, explanation, period, currency }, { days, unpaid, usual: accepted }) {
    if (!explanation) throw new Error("unready-payouts is measured by payout-mismatch");
    const batch = batchOf(period, days).from.slice(0, 7);
    const { expected, actual } = explanation;
    const range = { from: 0, to: 0 };
    if (expected.rows === 0 && actual.rows === 0) {
      const text = `No commission of ${batch} is approved, and no payout of it made.`;
      return { outcome: "no_data", text, metric: null, expected: range, atRisk: "0", rows: [] };
    }
    // Payouts made after the window are not what it is judged by; until the first only what names none of them is wrong.
    const isPaid = Number(rows[0]?.["made"] ?? 0) > 0;
    const ignored = new Set(accepted);
    const late = new Decimal(expected.amount).times(unpaid);
    const wrong = byMoney(explanation.causes)
      .filter(
        ({ cause, amount }) => cause !== "unpaid" || new Decimal(amount).abs().greaterThan(late),
      )
      .filter(({ cause }) => (isPaid ? !ignored.has(cause) : cause === "payout_missing"));
    const unexplained = new Decimal(isPaid ? explanation.unexplained : 0);
    const failing = explanation.findings.filter(({ severity }) => isPaid && severity === "fail");
    const sums = wrong.map(({ amount }) => new Decimal(amount).abs());
    const atRisk = Decimal.sum(0, unexplained.abs(), ...sums);
    const fails = wrong.length > 0 || !unexplained.isZero() || failing.length > 0;
    return {
      outcome: fails ? "fail" : "pass",
      text: `Batch ${batch}: ${said(explanation, { isPaid, wrong, unexplained, failing, currency })}`,
      metric: atRisk.toNumber(),
      unit: currency,
      expected: range,
      atRisk: atRisk.toFixed(),
      rows: wrong.map(({ cause, amount, rows, examples }) => ({
        cause: vocabulary[cause].title,
        amount,
        records: String(rows),
        examples: examples.join(" "),
        next: vocabulary[cause].next,
      })),
    };
  },
});

/** The days of the batch: the month that was running some days before the window ended, as far as it is over. */
function batchOf({ to }: Pick<Period, "to">, days: number): { from: string; to: string } {
  const last = DateTime.fromISO(to, { zone: "utc" });
  const month = last.minus({ days }).startOf("month");
  const end = DateTime.min(last, month.endOf("month"));
  return { from: month.toFormat("yyyy-MM-dd"), to: end.toFormat("yyyy-MM-dd") };
}

interface Said {
  readonly isPaid: boolean;
  /** What is not as it should be, and makes up the money at risk. */
  readonly wrong: readonly Cause[];
  readonly unexplained: Decimal;
  readonly failing: Explanation["findings"];
  readonly currency: string;
}

function said({ expected, actual }: Explanation, of: Said): string {
  const { isPaid, wrong, unexplained, failing, currency } = of;
  const owed = `${displayAmount(expected.amount, currency)} in ${counted(expected.rows, "commission")}`;
  const so = isPaid
    ? `${owed}, ${displayAmount(actual.amount, currency)} in ${counted(actual.rows, "payout")} paid`
    : `${owed} to be paid so far`;
  const parts = [
    ...wrong.map((cause) => partOf(cause, currency)),
    ...(unexplained.isZero() ? [] : [`${displaySigned(unexplained, currency)} unexplained`]),
  ];
  const messages = failing.map(({ message }) => ` ${message}`).join("");
  if (parts.length > 0) return `${so}, but ${parts.join(", ")}.${messages}`;
  if (messages !== "") return `${so}.${messages}`;
  return isPaid
    ? `${so}; nothing else stands between them than is usual.`
    : `${so}, none of them wrong.`;
}

function partOf({ cause, amount, rows, examples, payout }: Cause, currency: string): string {
  const [only] = examples;
  const named = rows === 1 && only !== undefined ? only : counted(rows, "record");
  const where = cause === "payout_failed" && payout !== undefined ? ` ${payout}` : ` (${named})`;
  return `${displaySigned(amount, currency)} ${vocabulary[cause].phrase}${where}`;
}
