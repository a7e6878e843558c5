import { UsageError } from "#errors.ts";
import type { DateBasis, FilterContext } from "#model/filter-context.ts";
import { orInLayout } from "#model/layout.ts";
import type { Finding } from "#model/outcome.ts";
import type { IngestedTable, ReconcileInput } from "#reconcile/reconciliation.ts";
import { rowsOf } from "#reconcile/sql.ts";

const columns = {
  event: "created_at",
  approved: "approved_at",
  paid: "paid_at",
} as const satisfies Record<DateBasis, string>;

/** The column that places a commission in the window; refuses a basis the export cannot tell. */
export function datedBy(
  { available }: IngestedTable,
  { date_basis: basis }: Pick<FilterContext, "date_basis">,
): string {
  const column = columns[basis];
  if (basis === "event" || available.includes(column)) return column;
  throw new UsageError(
    `The commissions export has no ${column} column, so commissions cannot be counted by date_basis=${basis}; export it with that column, or map it under datasets.commissions.columns, ${orInLayout}.`,
    ["date_basis"],
  );
}

/** The date whose rate converts a commission: the one it is counted by, else that of its creation. */
export function rateDate(table: string, { at, isDate }: { at: string; isDate: string }) {
  if (at === "created_at") return { at: `${table}.${at}`, isDate };
  return {
    at: `coalesce(${table}.${at}, ${table}.created_at)`,
    isDate: `CASE WHEN ${table}.${at} IS NULL THEN ${table}.created_at_is_date ELSE ${isDate} END`,
  };
}

/** The statuses in which a commission ought to have the date it is counted by. */
const datedStatuses = {
  approved: "'approved', 'processed', 'paid'",
  paid: "'paid'",
} as const satisfies Record<Exclude<DateBasis, "event">, string>;

/** Commissions of `judged` that belong to no window, though their status says that they have the date they are counted by. */
export async function undatedCommissions({
  connection,
  context,
}: ReconcileInput): Promise<Finding[]> {
  const { date_basis: basis } = context;
  if (basis === "event") return [];
  const [row] = await rowsOf(
    connection,
    `SELECT count(*) AS rows, min(commission_id) AS example FROM judged
    WHERE dated_at IS NULL AND in_scope AND status IN (${datedStatuses[basis]})`,
  );
  const rows = Number(row?.["rows"]);
  if (rows === 0) return [];
  const statuses = datedStatuses[basis].replaceAll("'", "").replace(/, (?=\w+$)/, " or ");
  return [
    {
      id: "undated_commission",
      severity: "fail",
      message: `Commissions that are ${statuses} have no ${columns[basis]} (${String(row?.["example"])}), so they belong to no window and are not expected; export them with that date, or count by another date_basis.`,
      rows,
    },
  ];
}
