import { findingsOf, identities } from "#reconcile/customer-count-mismatch/findings.ts";
import { prepareReaching } from "#reconcile/customer-count-mismatch/reaching.ts";
import { explanationOf } from "#reconcile/explanation.ts";
import type { IngestedTable, Reconciliation, ReconcileInput } from "#reconcile/reconciliation.ts";
import { rowsOf } from "#reconcile/sql.ts";

const shown = {
  texts: ["customer_id", "customer_external_id", "customer_email", "reached", "source_status"],
  ours: ["status", "dated"],
};

/** Why fewer customers were reached than conversions made (docs/reconciliations.md). */
export const customerCountMismatch: Reconciliation = {
  title: "Customers against conversions",
  needs: ["conversions", "customers"],
  counts: true,

  async explain(input) {
    const { conversions, customers } = input.tables;
    if (!conversions || !customers) {
      throw new Error("customer-count-mismatch needs conversions and customers");
    }
    await prepareReaching(input, conversions, customers);
    await prepareContributions(input, conversions);
    const totals = await totalsOf(input);
    return explanationOf({
      connection: input.connection,
      currency: null,
      sides: { actual: "customers", expected: "conversions" },
      expected: { amount: String(totals.conversions), rows: totals.conversions },
      actual: { amount: String(totals.customers), rows: totals.customers },
      findings: [...input.findings, ...(await findingsOf(input, { conversions, customers }))],
      shown,
    });
  },
};

/** Makes `contribution`: each conversion that adds no customer, with the first cause that fits. */
async function prepareContributions(
  { connection }: ReconcileInput,
  { available }: IngestedTable,
): Promise<void> {
  // Columns that are missing say nothing, not that a conversion has no identity: then no cause is known.
  const isTold = identities.some((column) => available.includes(column));
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE contribution AS
    SELECT CASE
        WHEN NOT ${isTold} THEN NULL
        WHEN customer_id IS NULL AND customer_external_id IS NULL AND email IS NULL THEN 'missing_identity'
        WHEN reached IS NULL THEN 'customer_not_exported'
        WHEN merged THEN 'identity_merged'
        ELSE 'repeat_purchase'
      END AS cause,
      -1 AS contribution, 'conversion' AS record, conversion_id AS id,
      customer_id, customer_external_id, customer_email, reached, status, source_status, dated
    FROM reaching_conversion
    QUALIFY reached IS NULL OR row_number() OVER (PARTITION BY reached ORDER BY occurred_at, conversion_id) > 1`);
}

async function totalsOf({ connection }: ReconcileInput) {
  const [row] = await rowsOf(
    connection,
    "SELECT count(*) AS conversions, count(DISTINCT reached) AS customers FROM reaching_conversion",
  );
  return { conversions: Number(row?.["conversions"]), customers: Number(row?.["customers"]) };
}
