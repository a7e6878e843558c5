import { minorDigits } from "#model/money.ts";
import type { ReconcileInput } from "#reconcile/reconciliation.ts";
import { identifier, literal } from "#reconcile/sql.ts";

/**
 * Adds to `contribution` each settled payout in play whose amount is not that of its linked commissions, needing
 * `linked` (payout_id, amount, par_amount, rows): the commissions that name each, converted and as they stand.
 */
export async function addPayoutDifferences({
  connection,
  rates,
  context,
}: ReconcileInput): Promise<void> {
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE payout_difference AS
    SELECT payout.*, payout.amount - coalesce(linked.amount, 0) AS difference,
      CASE WHEN linked.rows IS NULL THEN 'payout_without_commissions'
        WHEN difference = -payout.fee THEN 'fee'
        WHEN difference = linked.par_amount - linked.amount THEN 'currency_not_converted'
      END AS cause
    FROM payout LEFT JOIN linked ON linked.payout_id = payout.payout_id
    WHERE payout.in_play AND payout.settled AND payout.amount <> coalesce(linked.amount, 0)`);
  await connection.run(`
    INSERT INTO contribution (cause, contribution, record, id, partner_id, program_id, status, source_status,
      original_amount, currency, dated, payout_id)
    SELECT CASE WHEN cause IS NOT NULL THEN cause
        WHEN payout_id IN (${otherRate(rates, context.currency)}) THEN 'fx_difference'
        WHEN abs(difference) <= ${halfMinorUnit(context.currency)} THEN 'rounding'
      END,
      difference, 'payout', payout_id, partner_id, program_id, status, source_status,
      original_amount, currency, dated, payout_id
    FROM payout_difference`);
}

/**
 * Payouts whose difference is exactly what their foreign rows give at one other rate of the table for that pair.
 * Rounding row by row moves a sum by half a minor unit a row at most, so only rates that near are tried row by row.
 */
function otherRate(rates: string | null, currency: string): string {
  if (rates === null) return "SELECT NULL::VARCHAR WHERE false";
  const digits = minorDigits(currency);
  return `
    WITH open AS (
      SELECT c.payout_id, c.currency, c.original_amount, c.amount, d.difference
      FROM payout_difference AS d JOIN judged AS c ON c.payout_id = d.payout_id
      WHERE d.cause IS NULL AND c.currency <> ${literal(currency)}
    ), wanted AS (
      SELECT payout_id, currency, sum(original_amount) AS par_amount, count(*) AS rows, sum(amount) + difference AS amount
      FROM open GROUP BY payout_id, currency, difference
    ), near AS (
      SELECT payout_id, currency, rate, amount FROM wanted
      JOIN (SELECT DISTINCT "from", rate FROM ${identifier(rates)} WHERE "to" = ${literal(currency)}) AS known
        ON known."from" = currency
      WHERE abs(par_amount * rate - amount) <= rows * ${halfMinorUnit(currency)}
    )
    SELECT payout_id FROM (
      SELECT near.payout_id FROM near JOIN open ON open.payout_id = near.payout_id AND open.currency = near.currency
      GROUP BY near.payout_id, near.currency, near.rate, near.amount
      HAVING sum(round(open.original_amount * near.rate, ${digits})) = near.amount
    )`;
}

function halfMinorUnit(currency: string): string {
  return `CAST(0.5 * power(10, -${minorDigits(currency)}) AS DECIMAL(38, 10))`;
}
