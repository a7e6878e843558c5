import type { FindingId } from "#model/findings.ts";
import type { Finding } from "#model/outcome.ts";
import type { IngestedTable, ReconcileInput } from "#reconcile/reconciliation.ts";
import { identifier, rowsOf } from "#reconcile/sql.ts";

/** The columns of events without which no event can be laid beside its conversion. */
export const joining = ["conversion_id", "amount"] as const;

/** What is worth saying beside the money: events that tell too little, and what the export cannot tell at all. */
export async function findingsOf(
  { connection, context }: ReconcileInput,
  { table, available }: IngestedTable,
): Promise<Finding[]> {
  const events = identifier(table);
  const [row] = await rowsOf(
    connection,
    `SELECT count(*) FILTER (WHERE lower(type) NOT IN ('click', 'lead', 'sale')) AS strange,
      min(type) FILTER (WHERE lower(type) NOT IN ('click', 'lead', 'sale')) AS strange_type,
      (SELECT count(*) FROM revenue_sale WHERE counts AND original_amount IS NULL) AS empty,
      (SELECT min(event_id) FROM revenue_sale WHERE counts AND original_amount IS NULL) AS empty_id,
      count(*) FILTER (WHERE lower(type) = 'sale' AND amount IS NOT NULL AND currency IS NULL) AS plain,
      min(event_id) FILTER (WHERE lower(type) = 'sale' AND amount IS NOT NULL AND currency IS NULL) AS plain_id
    FROM ${events}`,
  );
  const warn = (
    id: FindingId,
    count: string,
    message: (rows: number, example: string) => string,
  ) => {
    const rows = Number(row?.[count]);
    const example = String(row?.[`${count}_${count === "strange" ? "type" : "id"}`]);
    return rows === 0
      ? []
      : [{ id, severity: "warn", message: message(rows, example), rows } as const];
  };
  const has = (column: string): boolean => available.includes(column);
  return [
    ...warn(
      "unknown_event_type",
      "strange",
      (rows, type) =>
        `${rows} event(s) are neither click, lead nor sale ("${type}") and count as no revenue; write sale where they are sales.`,
    ),
    ...(has("amount")
      ? warn(
          "sale_without_amount",
          "empty",
          (rows, id) => `${rows} sale event(s) have no amount (${id}) and count as nothing.`,
        )
      : []),
    ...(has("currency")
      ? warn(
          "sale_without_currency",
          "plain",
          (rows, id) =>
            `${rows} sale event(s) name no currency (${id}); they are taken for ${context.currency}.`,
        )
      : []),
    ...notAvailable(available, context.currency),
  ];
}

/** A column that is missing is not a column that is empty: what it would have told is said to be unknown. */
function notAvailable(available: readonly string[], currency: string): Finding[] {
  const missing = joining.filter((column) => !available.includes(column));
  const findings: Finding[] = [];
  if (missing.length > 0) {
    findings.push({
      id: "not_available_events",
      severity: "fail",
      message: `The events export has no ${missing.join(" and no ")} column, so no event can be laid beside its conversion, and no cause be told.`,
      rows: 0,
    });
  }
  if (!available.includes("currency") && available.includes("amount")) {
    findings.push({
      id: "not_available_event_currency",
      severity: "warn",
      message: `The events export has no currency column, so every event is taken for ${currency}.`,
      rows: 0,
    });
  }
  return findings;
}
