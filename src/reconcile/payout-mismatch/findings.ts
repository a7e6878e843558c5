import type { Finding } from "#model/outcome.ts";
import { undatedCommissions } from "#reconcile/payout-mismatch/date-basis.ts";
import type { IngestedTable, ReconcileInput } from "#reconcile/reconciliation.ts";
import { rowsOf } from "#reconcile/sql.ts";

interface Tables {
  readonly commissions: IngestedTable;
  readonly payouts: IngestedTable;
}

/** What is worth saying beside the money: payouts gone astray, and what these exports cannot tell. */
export async function findingsOf(input: ReconcileInput, tables: Tables): Promise<Finding[]> {
  const found = await Promise.all([
    counted(
      input,
      "SELECT payout_id || ' paid ' || id AS example FROM astray WHERE wrongly_paid",
      (example) => ({
        id: "wrong_payee",
        message: `Settled payouts paid commissions of another partner or program (${example}); check who received the money.`,
      }),
    ),
    counted(
      input,
      "SELECT payout_id AS example FROM payout WHERE settled AND in_scope AND dated_at IS NULL",
      (example) => ({
        id: "undated_payout",
        message: `Settled payouts without period_start, paid_at and initiated_at (${example}) belong to no window and are not counted; export them with a date.`,
      }),
    ),
    counted(
      input,
      "SELECT id || ' in ' || payout_id AS example FROM astray WHERE payout_unknown",
      (example) => ({
        id: "unknown_payout_status",
        message: `Commissions stand as not paid because their payout's status is unknown (${example}); map that status before paying them again.`,
      }),
    ),
    undatedCommissions(input),
  ]);
  return [...found.flat(), ...notAvailable(tables)];
}

async function counted(
  { connection }: ReconcileInput,
  query: string,
  said: (example: string) => Pick<Finding, "id" | "message">,
): Promise<Finding[]> {
  const [row] = await rowsOf(
    connection,
    `SELECT count(*) AS rows, min(example) AS example FROM (${query})`,
  );
  const rows = Number(row?.["rows"]);
  return rows === 0 ? [] : [{ ...said(String(row?.["example"])), severity: "fail", rows }];
}

/** A column that is missing is not a column that is empty: what it would have told is said to be unknown. */
function notAvailable({ commissions, payouts }: Tables): Finding[] {
  const lacks = ({ available }: IngestedTable, column: string) => !available.includes(column);
  const findings: Finding[] = [];
  if (lacks(commissions, "payout_id")) {
    findings.push({
      id: "not_available_payout",
      severity: "fail",
      message:
        "The commissions export has no payout_id column, so which payout paid which commission cannot be told.",
      rows: 0,
    });
  }
  if (lacks(commissions, "conversion_id")) {
    findings.push({
      id: "not_available_duplicates",
      severity: "warn",
      message:
        "The commissions export has no conversion_id column, so a conversion paid twice cannot be seen.",
      rows: 0,
    });
  }
  const payee = ["partner_id", "program_id"].filter(
    (column) => lacks(commissions, column) || lacks(payouts, column),
  );
  if (payee.length > 0) {
    findings.push({
      id: "not_available_payee",
      severity: "warn",
      message: `Not both exports have ${payee.join(" and ")}, so a payout to another than its commissions' ${payee.length === 2 ? "partner or program" : payee[0]?.replace("_id", "")} cannot be seen.`,
      rows: 0,
    });
  }
  return findings;
}
