import type { DuckDBConnection } from "@duckdb/node-api";

import { UsageError } from "#errors.ts";
import { datasetNames, definitionOf } from "#model/datasets.ts";
import type { ReconcileInput } from "#reconcile/reconciliation.ts";
import { identifier, literal, rowsOf } from "#reconcile/sql.ts";

/** How the engine begins to say it, whatever it was doing with the amounts. */
const overflow = "Out of Range Error: Overflow";

/** Amounts too large to be added up exactly, as a UsageError that names the column with the largest; anything else unchanged. */
export async function overflowFault(
  error: unknown,
  { connection, tables }: Pick<ReconcileInput, "connection" | "tables">,
): Promise<unknown> {
  if (!(error instanceof Error) || !error.message.startsWith(overflow)) {
    return error;
  }
  const largest = await largestIn(connection, moneyIn(tables));
  if (!largest) return error;
  const { dataset, column, amount, id } = largest;
  const where = id === null ? "" : ` (${id})`;
  return new UsageError(
    `The amounts in column ${column} of the ${dataset} export are too large to be added up exactly: more than 28 digits before the point. The largest is ${amount}${where}; correct it in the export.`,
    [],
    { cause: error },
  );
}

/** A query for each column of money: its largest amount, whatever the sign, and the record it stands in. */
function moneyIn(tables: ReconcileInput["tables"]): string[] {
  return datasetNames.flatMap((dataset) => {
    const found = tables[dataset];
    if (!found) return [];
    const { columns, id } = definitionOf(dataset);
    const money = Object.keys(columns).filter((column) => columns[column]?.type === "money");
    return money.map((column) => {
      const amount = identifier(column);
      const record = id ? identifier(id) : "NULL";
      return `SELECT ${literal(dataset)} AS dataset, ${literal(column)} AS "column", max(abs(${amount})) AS size,
        arg_max(${amount}, abs(${amount})) AS amount, arg_max(${record}, abs(${amount})) AS id
      FROM ${identifier(found.table)}`;
    });
  });
}

async function largestIn(connection: DuckDBConnection, queries: readonly string[]) {
  if (queries.length === 0) return null;
  const [row] = await rowsOf(
    connection,
    `SELECT dataset, "column", regexp_replace(CAST(amount AS VARCHAR), '\\.?0+$', '') AS amount, id
    FROM (${queries.join(" UNION ALL ")}) WHERE size IS NOT NULL ORDER BY size DESC LIMIT 1`,
  );
  if (!row) return null;
  return {
    dataset: String(row["dataset"]),
    column: String(row["column"]),
    amount: String(row["amount"]),
    id: row["id"] === null ? null : String(row["id"]),
  };
}
