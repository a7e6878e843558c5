import type { DuckDBConnection } from "@duckdb/node-api";

import type { IngestedTable } from "#reconcile/reconciliation.ts";
import { identifier, rowsOf } from "#reconcile/sql.ts";

/** One sheet of payouts: of a program, null where no export tells programs and empty for records that name none, in a currency. */
export interface SheetHome {
  readonly program: string | null;
  readonly currency: string;
}

export interface PayoutTables {
  readonly commissions: IngestedTable;
  readonly payouts: IngestedTable;
}

/** Named so that no column of theirs is called alike. */
const programColumn = "program of sheet";
const currencyColumn = "currency of sheet";

/**
 * Gives every commission and payout the one sheet it belongs to, and returns the sheets there are. A payout stands in its
 * own currency and program, without one in that of its commissions where they name one; a commission with its payout.
 */
export async function prepareHomes(
  connection: DuckDBConnection,
  { commissions, payouts }: PayoutTables,
): Promise<SheetHome[]> {
  const isTold = [commissions, payouts].some(({ available }) => available.includes("program_id"));
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE payout_home AS
    SELECT payout_id, coalesce(payouts.program_id, linked.program_id, '') AS program, payouts.currency
    FROM ${identifier(payouts.table)} AS payouts
    LEFT JOIN (
      SELECT payout_id AS linked_id, CASE WHEN min(program_id) = max(program_id) THEN min(program_id) END AS program_id
      FROM ${identifier(commissions.table)} WHERE payout_id IS NOT NULL GROUP BY payout_id
    ) AS linked ON linked_id = payouts.payout_id`);
  await makeView(connection, commissions, {
    program: "coalesce(records.program_id, payout_home.program, '')",
    currency: "coalesce(payout_home.currency, records.currency)",
  });
  await makeView(connection, payouts, {
    program: "payout_home.program",
    currency: "payout_home.currency",
  });
  const homes = await rowsOf(
    connection,
    [commissions, payouts]
      .map(
        ({ table }) =>
          `SELECT ${identifier(programColumn)} AS program, ${identifier(currencyColumn)} AS currency FROM ${viewOf(table)}`,
      )
      .join(" UNION ") + " ORDER BY 1, 2",
  );
  return homes.map(({ program, currency }) => ({
    program: isTold ? String(program) : null,
    currency: String(currency),
  }));
}

/** The tables as one sheet sees them: its records are in scope, all others are not. */
export function tablesOf(
  { commissions, payouts }: PayoutTables,
  { program, currency }: SheetHome,
): PayoutTables {
  const within = { [programColumn]: program ?? "", [currencyColumn]: currency };
  const narrowed = ({ table, available }: IngestedTable): IngestedTable => ({
    table: `sheet of ${table}`,
    available,
    within,
  });
  return { commissions: narrowed(commissions), payouts: narrowed(payouts) };
}

async function makeView(
  connection: DuckDBConnection,
  { table }: IngestedTable,
  { program, currency }: { program: string; currency: string },
): Promise<void> {
  await connection.run(`
    CREATE OR REPLACE TEMP VIEW ${viewOf(table)} AS
    SELECT records.*, ${program} AS ${identifier(programColumn)}, ${currency} AS ${identifier(currencyColumn)}
    FROM ${identifier(table)} AS records LEFT JOIN payout_home ON payout_home.payout_id = records.payout_id`);
}

function viewOf(table: string): string {
  return identifier(`sheet of ${table}`);
}
