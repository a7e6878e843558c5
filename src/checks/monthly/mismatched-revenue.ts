import { z } from "zod";

import { defineCheck } from "#check.ts";
import { causes as vocabulary } from "#model/causes.ts";
import { Decimal, displayAmount, displaySigned } from "#model/money.ts";
import { displayPeriod } from "#model/period.ts";
import { counted } from "#model/phrases.ts";
import { byMoney } from "#model/verdict-sentence.ts";

/** What a dashboard counts by its nature and approved conversions do not. */
const usual = [
  "pending_counted",
  "refunded_counted",
  "chargeback_counted",
  "rejected_counted",
  "fraud_counted",
  "date_differs",
  "timezone_boundary",
  "rounding",
];

export default defineCheck({
  title: "The dashboard's revenue is that of the conversions",
  why: "A dashboard that everybody looks at and nobody is paid by decides budgets with money that is not there.",
  cadence: "monthly",
  needs: { conversions: [], events: [], cards: ["window_start", "window_end"] },
  runbook: "revenue-mismatch",
  settings: z.strictObject({
    /** The share of the dashboard's revenue that may be wrong. */
    share: z.number().min(0).default(0.001),
    /** Causes that are as they should be, whatever they come to. */
    usual: z.array(z.string()).default(usual),
  }),

  measure: () => ({
    reconciliation: "revenue-mismatch",
    needsRows: true,
    select: `SELECT value FROM cards, period WHERE lower(metric) = 'revenue'
      AND window_start = from_day AND window_end = to_day LIMIT 1`,
  }),

  judge({ explanation, period, currency }, { share, usual: asUsual }) {
    const month = displayPeriod(period);
    const none = { metric: null, expected: { from: 0, to: 0 }, atRisk: "0", rows: [] };
    if (!explanation) {
      const text = `There is no revenue card of ${month} to compare with.`;
      return { ...none, outcome: "not_available", text };
    }
    const { expected, actual, gap } = explanation;
    const most = new Decimal(expected.amount).abs().times(share);
    const unexplained = new Decimal(explanation.unexplained);
    const ignored = new Set(asUsual);
    const wrong = byMoney(explanation.causes).filter(({ cause }) => !ignored.has(cause));
    const atRisk = Decimal.sum(
      unexplained.abs(),
      ...wrong.map(({ amount }) => new Decimal(amount).abs()),
    );
    const fails = atRisk.greaterThan(most);
    const accepted = Decimal.sum(
      0,
      ...explanation.causes.filter(({ cause }) => ignored.has(cause)).map(({ amount }) => amount),
    );
    const counts = accepted.isZero()
      ? ""
      : `${displaySigned(accepted, currency)} what dashboards count, `;
    const parts = [
      ...wrong.map(
        ({ cause, amount, rows }) =>
          `${displaySigned(amount, currency)} ${vocabulary[cause].phrase} (${counted(rows, "record")})`,
      ),
      ...(unexplained.isZero() ? [] : [`${displaySigned(unexplained, currency)} unexplained`]),
    ];
    const sums = `${month}: approved conversions ${displayAmount(actual.amount, currency)}, the dashboard ${displayAmount(expected.amount, currency)}, a gap of ${displaySigned(gap, currency)}`;
    return {
      outcome: fails ? "fail" : "pass",
      text:
        parts.length === 0
          ? `${sums}, all of it what dashboards count.`
          : `${sums}; of it ${counts}${parts.join(", ")}.`,
      metric: atRisk.toNumber(),
      unit: currency,
      expected: { from: 0, to: most.toNumber() },
      atRisk: fails ? atRisk.toFixed() : "0",
      rows: byMoney(explanation.causes).map(({ cause, amount, rows, examples }) => ({
        cause: vocabulary[cause].title,
        amount,
        records: String(rows),
        examples: examples.join(" "),
        next: vocabulary[cause].next,
      })),
    };
  },
});
