import { UsageError } from "#errors.ts";
import type { Reconciliation, ReconcileInput } from "#reconcile/reconciliation.ts";
import { explanationOf, plainAmount } from "#reconcile/explanation.ts";
import { prepareCommissions } from "#reconcile/payout-mismatch/commissions.ts";
import { prepareContributions } from "#reconcile/payout-mismatch/contributions.ts";
import { findingsOf } from "#reconcile/payout-mismatch/findings.ts";
import { addPayoutDifferences } from "#reconcile/payout-mismatch/differences.ts";
import { preparePayouts } from "#reconcile/payout-mismatch/payouts.ts";
import { rowsOf } from "#reconcile/sql.ts";

const shown = {
  texts: ["partner_id", "program_id", "payout_id", "conversion_id", "source_status"],
  ours: ["status", plainAmount("original_amount", "amount"), "currency", "dated"],
};

/** Why settled payouts differ from the commissions they should have paid (docs/reconciliations.md). */
export const payoutMismatch: Reconciliation = {
  title: "Payouts against commissions",
  needs: ["commissions", "payouts"],
  byDateBasis: true,

  async explain(input) {
    const { commissions, payouts } = input.tables;
    if (!commissions || !payouts) throw new Error("payout-mismatch needs commissions and payouts");
    await preparePayouts(input, payouts);
    await prepareCommissions(input, commissions);
    await prepareLinked(input);
    const totals = await totalsOf(input);
    await prepareContributions(input);
    await addPayoutDifferences(input);
    const findings = await findingsOf(input, { commissions, payouts });
    return explanationOf({
      connection: input.connection,
      currency: input.context.currency,
      expected: totals.expected,
      actual: totals.actual,
      findings: [...input.findings, ...findings],
      shown,
    });
  },
};

/** Makes `linked`: of the commissions that name a payout, or none, their sums and how much of them was expected. */
async function prepareLinked({ connection, context }: ReconcileInput): Promise<void> {
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE linked AS
    SELECT payout_id, sum(amount) AS amount, sum(original_amount) AS par_amount, count(*) AS rows,
      sum(amount) FILTER (WHERE expected) AS expected_amount, count(*) FILTER (WHERE expected) AS expected_rows,
      count(*) FILTER (WHERE amount IS NULL) AS unconverted,
      count(*) FILTER (WHERE amount IS NULL AND expected) AS unconverted_expected,
      min(currency) FILTER (WHERE amount IS NULL) AS unconverted_currency
    FROM judged GROUP BY payout_id`);
  const [unconverted] = await rowsOf(
    connection,
    `SELECT currency, sum(rows) AS rows FROM (
      SELECT unconverted_currency AS currency,
        CASE WHEN payout.in_play AND payout.settled THEN unconverted ELSE unconverted_expected END AS rows
      FROM linked LEFT JOIN payout ON payout.payout_id = linked.payout_id WHERE unconverted > 0
      UNION ALL SELECT currency, 1 FROM payout WHERE in_play AND settled AND amount IS NULL
    ) WHERE rows > 0 GROUP BY 1 ORDER BY 1`,
  );
  if (!unconverted) return;
  const { currency, rows } = unconverted;
  throw new UsageError(
    `No rate from ${String(currency)} to ${context.currency} on or before the day of ${String(rows)} record(s); add it to the rates file (date,from,to,rate), or ask in another currency.`,
    ["currency"],
  );
}

async function totalsOf({ connection }: ReconcileInput) {
  const [row] = await rowsOf(
    connection,
    `SELECT coalesce(sum(expected_amount), 0) AS expected, coalesce(sum(expected_rows), 0) AS expected_rows,
      (SELECT coalesce(sum(amount), 0) FROM payout WHERE in_play AND settled) AS actual,
      (SELECT count(*) FROM payout WHERE in_play AND settled) AS actual_rows
    FROM linked`,
  );
  const total = (name: string) => ({
    amount: String(row?.[name]),
    rows: Number(row?.[`${name}_rows`]),
  });
  return { expected: total("expected"), actual: total("actual") };
}
