import { UsageError } from "#errors.ts";
import type { ReconcileInput } from "#reconcile/reconciliation.ts";
import { rowsOf } from "#reconcile/sql.ts";

/** Refuses a foreign amount that counts and has no rate, by its currency. */
export async function refuseUnconverted({ connection, context }: ReconcileInput): Promise<void> {
  const [unconverted] = await rowsOf(
    connection,
    `SELECT currency, count(*) AS rows FROM (
      SELECT currency FROM revenue_conversion WHERE counts AND amount IS NULL
      UNION ALL SELECT currency FROM revenue_sale WHERE counts AND amount IS NULL AND original_amount IS NOT NULL
    ) GROUP BY 1 ORDER BY 1`,
  );
  if (!unconverted) return;
  const { currency, rows } = unconverted;
  throw new UsageError(
    `No rate from ${String(currency)} to ${context.currency} on or before the day of ${String(rows)} record(s); add it to the rates file (date,from,to,rate), or ask in another currency.`,
    ["currency"],
  );
}

/** What counts on each side, and in how many records. */
export async function totalsOf({ connection }: ReconcileInput) {
  const total = async (view: string) => {
    const [row] = await rowsOf(
      connection,
      `SELECT coalesce(sum(counted), 0) AS amount, count(*) FILTER (WHERE counts) AS rows FROM ${view}`,
    );
    return { amount: String(row?.["amount"]), rows: Number(row?.["rows"]) };
  };
  return {
    conversions: await total("revenue_conversion"),
    sales: await total("revenue_sale"),
  };
}
