import type { IngestedTable, ReconcileInput } from "#reconcile/reconciliation.ts";
import { dateFlag, identifier, inScope, inWindow, timeText } from "#reconcile/sql.ts";
import { inStatuses } from "#reconcile/statuses.ts";

const email = (column: string): string => `nullif(lower(trim(${column})), '')`;

/**
 * Makes `reaching_conversion`: each conversion asked for with the one customer it reaches, NULL where none.
 *
 * "By customer_id, else external_id, else e-mail" is read as three tries: a conversion whose customer_id is in no row
 * has not reached a customer by it, and is tried by its external id, then by its e-mail. A platform that gives one
 * person a new id keeps the e-mail; a customer not exported is one whom nothing known of the conversion leads to.
 */
export async function prepareReaching(
  input: ReconcileInput,
  conversions: IngestedTable,
  customers: IngestedTable,
): Promise<void> {
  const { connection, context } = input;
  await prepareCustomers(input, customers);
  const table = identifier(conversions.table);
  const isDate = await dateFlag(connection, conversions.table, "occurred_at");
  const asked = [
    inScope("conversions", conversions, context, table),
    inWindow(`${table}.occurred_at`, isDate, context, context.timezone),
    inStatuses("conversions", context, `${table}.status`),
  ];
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE reaching_conversion AS
    WITH conversion AS (
      SELECT conversion_id, occurred_at, ${timeText(`${table}.occurred_at`, isDate)} AS dated, status, source_status,
        customer_id, customer_external_id, customer_email, ${email("customer_email")} AS email
      FROM ${table} WHERE ${asked.join(" AND ")}
    )
    SELECT conversion.*,
      coalesce(by_id.customer_id, by_external_id.customer_id, by_email.customer_id) AS reached,
      coalesce(by_id.email <> conversion.email AND by_id.external_id <> conversion.customer_external_id, false) AS merged
    FROM conversion
    LEFT JOIN reachable_customer AS by_id ON by_id.customer_id = conversion.customer_id
    LEFT JOIN reachable_by_external_id AS by_external_id ON by_external_id.external_id = conversion.customer_external_id
    LEFT JOIN reachable_by_email AS by_email ON by_email.email = conversion.email`);
}

/** Makes `reachable_customer` and, by each other identity, the customer it leads to: of several who share one, the oldest. */
async function prepareCustomers(
  { connection }: ReconcileInput,
  customers: IngestedTable,
): Promise<void> {
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE reachable_customer AS
    SELECT customer_id, external_id, ${email("email")} AS email, created_at FROM ${identifier(customers.table)}`);
  for (const identity of ["external_id", "email"]) {
    await connection.run(`
      CREATE OR REPLACE TEMP TABLE reachable_by_${identity} AS
      SELECT ${identity}, customer_id FROM reachable_customer WHERE ${identity} IS NOT NULL
      QUALIFY row_number() OVER (PARTITION BY ${identity} ORDER BY created_at NULLS LAST, customer_id) = 1`);
  }
}
