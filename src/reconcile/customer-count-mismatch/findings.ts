import { orInLayout } from "#model/layout.ts";
import type { Finding } from "#model/outcome.ts";
import type { IngestedTable, ReconcileInput } from "#reconcile/reconciliation.ts";
import { rowsOf } from "#reconcile/sql.ts";

/** What a conversion tells of its customer; without any of them nothing can be told. */
export const identities = ["customer_id", "customer_external_id", "customer_email"] as const;

interface Tables {
  readonly conversions: IngestedTable;
  readonly customers: IngestedTable;
}

/** What is worth saying beside the counts: one person in several rows, and what these exports cannot tell. */
export async function findingsOf(input: ReconcileInput, tables: Tables): Promise<Finding[]> {
  return [...(await splitIdentities(input)), ...notAvailable(tables)];
}

/** Names customers by their id only: an e-mail has no business in a message. */
async function splitIdentities({ connection }: ReconcileInput): Promise<Finding[]> {
  const [row] = await rowsOf(
    connection,
    `WITH sharing AS (
      SELECT customer_id, min(customer_id) OVER (PARTITION BY email) AS first, count(*) OVER (PARTITION BY email) AS sharers
      FROM reachable_customer WHERE email IS NOT NULL
      UNION ALL
      SELECT customer_id, min(customer_id) OVER (PARTITION BY external_id), count(*) OVER (PARTITION BY external_id)
      FROM reachable_customer WHERE external_id IS NOT NULL
    )
    SELECT count(DISTINCT customer_id) AS rows,
      min(first || ' and ' || customer_id) FILTER (WHERE customer_id <> first) AS example
    FROM sharing WHERE sharers > 1`,
  );
  const rows = Number(row?.["rows"]);
  if (rows === 0) return [];
  return [
    {
      id: "identity_split",
      severity: "warn",
      message: `${rows} customers share an e-mail or an external id with another (${String(row?.["example"])}), so one person may count twice; merge them, or confirm that the source keeps them apart.`,
      rows,
    },
  ];
}

/** A column that is missing is not a column that is empty: what it would have told is said to be unknown. */
function notAvailable({ conversions, customers }: Tables): Finding[] {
  const missing = identities.filter((column) => !conversions.available.includes(column));
  const unmatched = ["external_id", "email"].filter(
    (column) => !customers.available.includes(column),
  );
  const findings: Finding[] = [];
  if (missing.length > 0) {
    const isAll = missing.length === identities.length;
    findings.push({
      id: "not_available_identity",
      severity: isAll ? "fail" : "warn",
      message: `The conversions export has no ${missing.join(" and no ")} column, so ${isAll ? "which customer a conversion belongs to cannot be told" : "conversions that are known by it alone count as without identity"}; export it, or map it under datasets.conversions.columns, ${orInLayout}.`,
      rows: 0,
    });
  }
  if (unmatched.length > 0) {
    findings.push({
      id: "not_available_customer_identity",
      severity: "warn",
      message: `The customers export has no ${unmatched.join(" and no ")} column, so nobody is reached by it, and merged or split identities cannot be seen by it.`,
      rows: 0,
    });
  }
  return findings;
}
