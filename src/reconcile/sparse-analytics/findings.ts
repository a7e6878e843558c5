import type { Finding } from "#model/outcome.ts";
import type { IngestedTable, ReconcileInput } from "#reconcile/reconciliation.ts";
import { rowsOf } from "#reconcile/sql.ts";

/** What is worth saying beside the counts: events of no known type, and filters the export gives nothing to filter by. */
export async function findingsOf(input: ReconcileInput, events: IngestedTable): Promise<Finding[]> {
  return [...(await unknownTypes(input)), ...notAvailable(input, events)];
}

async function unknownTypes({ connection }: ReconcileInput): Promise<Finding[]> {
  const [row] = await rowsOf(
    connection,
    `SELECT count(*) AS rows, min(type) AS example FROM filtered_event
    WHERE lower(type) NOT IN ('click', 'lead', 'sale')`,
  );
  const rows = Number(row?.["rows"]);
  if (rows === 0) return [];
  const [those, are] = rows === 1 ? ["1 event", "is"] : [`${rows} events`, "are"];
  return [
    {
      id: "unknown_event_type",
      severity: "warn",
      message: `${those} ${are} neither click, lead nor sale ("${String(row?.["example"])}") and ${are} shown in the funnel only.`,
      rows,
    },
  ];
}

/** A column that is missing is not a column that is empty: what it would have told is said to be unknown. */
function notAvailable({ context }: ReconcileInput, { available }: IngestedTable): Finding[] {
  const effects = {
    status: "no event can be hidden by its status",
    is_bot: "bots cannot be told from people",
  } as const;
  const looked =
    context.statuses === null ? (["is_bot"] as const) : (["status", "is_bot"] as const);
  const missing = looked.filter((column) => !available.includes(column));
  return missing.map((column) => ({
    id: `not_available_${column}`,
    severity: "warn",
    message: `The events export has no ${column} column, so ${effects[column]}.`,
    rows: 0,
  }));
}
