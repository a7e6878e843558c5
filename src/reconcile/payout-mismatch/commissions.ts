import { conversionOf } from "#reconcile/currency.ts";
import type { IngestedTable, ReconcileInput } from "#reconcile/reconciliation.ts";
import { datedBy, rateDate } from "#reconcile/payout-mismatch/date-basis.ts";
import { afterWindow, dateFlags, identifier, inScope, inWindow, rowsOf } from "#reconcile/sql.ts";

/** Named one by one: a column of theirs must never stand where one of ours is meant. */
const columns = [
  "commission_id",
  "conversion_id",
  "partner_id",
  "program_id",
  "status",
  "source_status",
  "currency",
  "payout_id",
];

/**
 * Makes two views. `judged`: every commission with its converted amount and whether it was expected to be paid in the
 * window. `classified`: the same beside its payout, with whether a settled payout in play paid it.
 */
export async function prepareCommissions(
  input: ReconcileInput,
  commissions: IngestedTable,
): Promise<void> {
  const { connection, context, rates, sourceTimezone } = input;
  const table = identifier(commissions.table);
  const at = datedBy(commissions, context);
  const [isDate = "false", holdIsDate = "false"] = await dateFlags(connection, commissions.table, [
    at,
    "hold_until",
  ]);
  const conversion = await conversionOf({
    connection,
    table: commissions.table,
    dated: rateDate(table, { at, isDate }),
    rates,
    currency: context.currency,
    timezone: context.timezone,
  });
  await prepareLaterCommissions(input, table);
  const within = (zone: string): string => inWindow(`${table}.${at}`, isDate, context, zone);
  await connection.run(`
    CREATE OR REPLACE TEMP VIEW judged AS
    SELECT *,
      dated_in_window AND in_scope AND NOT later AND coalesce(status IN ('approved', 'processed', 'paid'), false) AS expected
    FROM (
      SELECT ${columns.map((column) => `${table}.${column}`).join(", ")},
        ${table}.${at} AS dated_at, ${table}.${at}_is_date AS dated_at_is_date,
        ${conversion.convert(`${table}.amount`)} AS amount, ${table}.amount AS original_amount,
        ${inScope("commissions", commissions, context, table)} AS in_scope,
        later_commission.commission_id IS NOT NULL AS later,
        ${within(context.timezone)} AS dated_in_window,
        ${within("UTC")} AS dated_in_utc, ${within(sourceTimezone)} AS dated_in_source,
        ${afterWindow(`${table}.hold_until`, holdIsDate, context)} AS held
      FROM ${table} ${conversion.join}
      LEFT JOIN later_commission ON later_commission.commission_id = ${table}.commission_id
    )`);
  await connection.run(`
    CREATE OR REPLACE TEMP VIEW classified AS
    SELECT judged.*, payout.payout_id IS NOT NULL AS payout_found, payout.status AS payout_status,
      coalesce(payout.settled, false) AS payout_settled, coalesce(payout.in_scope, false) AS payout_in_scope,
      coalesce(payout.settled AND payout.in_play, false) AS paid,
      payout.payout_id IS NOT NULL AND payout.status IS NULL AS payout_status_unknown,
      coalesce(payout.partner_id <> judged.partner_id OR payout.program_id <> judged.program_id, false) AS wrong_payee
    FROM judged LEFT JOIN payout ON payout.payout_id = judged.payout_id`);
}

/**
 * Makes `later_commission`: those not the first of their conversion; exact only where a cheap hash repeats. Most programs
 * pay a conversion once, and then its id alone tells; where many share one, as with tiers, partner and type tell too.
 */
async function prepareLaterCommissions(
  { connection }: ReconcileInput,
  table: string,
): Promise<void> {
  let key = "hash(conversion_id)";
  const findRepeated = async (): Promise<boolean> => {
    await connection.run(`
      CREATE OR REPLACE TEMP TABLE repeated_key AS
      SELECT ${key} AS key FROM ${table} WHERE conversion_id IS NOT NULL GROUP BY ${key} HAVING count(*) > 1`);
    const [row] = await rowsOf(
      connection,
      `SELECT (SELECT count(*) FROM repeated_key) * 20 > (SELECT count(*) FROM ${table}) AS many`,
    );
    return row?.["many"] === true;
  };
  if (await findRepeated()) {
    key = "hash(conversion_id, partner_id, type)";
    await findRepeated();
  }
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE later_commission AS
    SELECT commission_id FROM ${table}
    WHERE conversion_id IS NOT NULL AND ${key} IN (SELECT repeated_key.key FROM repeated_key)
    QUALIFY row_number() OVER (PARTITION BY conversion_id, partner_id, type ORDER BY created_at, commission_id) > 1`);
}
