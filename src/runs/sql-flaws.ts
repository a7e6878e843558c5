import { join, relative } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";
import type { DuckDBConnection } from "@duckdb/node-api";

import { UsageError } from "#errors.ts";
import { valueColumns } from "#exports/values-sql.ts";
import { datasetNames } from "#model/datasets.ts";
import type { Dataset } from "#model/datasets.ts";
import { nearest } from "#nearest.ts";
import { identifier } from "#reconcile/sql.ts";
import type { Runbook } from "#runbook.ts";
import { assertOneSelect } from "#runs/export-query.ts";
import { placeOf } from "#yaml-file.ts";

export interface SqlFlaws {
  /** What no export can mend. */
  readonly problems: readonly string[];
  /** Columns that no dataset has: an export may bring more than those. */
  readonly warnings: readonly string[];
}

/** What the engine cannot make of the SQL of runbooks' steps, asked of empty tables; each with file, line and column. */
export async function sqlFlaws(folder: string, runbooks: readonly Runbook[]): Promise<SqlFlaws> {
  const asked = runbooks.flatMap((runbook) =>
    runbook.steps.flatMap((step, index) =>
      typeof step["sql"] === "string" ? [{ runbook, step, index, sql: step["sql"] }] : [],
    ),
  );
  const problems: string[] = [];
  const warnings: string[] = [];
  if (asked.length === 0) return { problems, warnings };
  const connection = await emptyTables();
  for (const { runbook, step, index, sql } of asked) {
    const said = await faultOf(connection, sql);
    if (said === null) continue;
    const file = relative("", join(folder, `${runbook.id}.yml`));
    const place = placeOf({ file, text: runbook.text }, ["steps", index, "sql"]);
    const column = missingColumn(said);
    const told = `${place}: step ${step.id}, sql: `;
    if (column === null) problems.push(told + said);
    else warnings.push(told + unknownColumn(column));
  }
  connection.closeSync();
  return { problems, warnings };
}

async function faultOf(connection: DuckDBConnection, sql: string): Promise<string | null> {
  try {
    await assertOneSelect(connection, sql);
    return null;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** An engine that reads nothing but tables of every dataset as exports have them, without a row. */
export async function emptyTables(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    threads: "1",
  });
  const connection = await instance.connect();
  for (const dataset of datasetNames) {
    const columns = columnsOf(dataset).map(({ name, type }) => `${identifier(name)} ${type}`);
    await connection.run(`CREATE TABLE ${identifier(dataset)} (${columns.join(", ")})`);
  }
  await connection.run("SET enable_external_access = false; SET lock_configuration = true");
  return connection;
}

function columnsOf(dataset: Dataset) {
  const layout = { timezone: "UTC", columns: {}, statuses: {}, amounts: "decimal" } as const;
  return valueColumns(dataset, layout, () => true);
}

/** The column that the engine misses, where that is what it says. */
function missingColumn(said: string): string | null {
  if (!/not found|not have|not exist/.test(said)) return null;
  return /column (?:named )?"([^"]+)"/i.exec(said)?.[1] ?? null;
}

function unknownColumn(column: string): string {
  const known = datasetNames.flatMap((dataset) => columnsOf(dataset).map(({ name }) => name));
  const near = nearest(column, known);
  const meant = near === null ? "" : ` Did you mean ${near}?`;
  return `no dataset has a column "${column}"; the export must bring it, or the step cannot be done.${meant}`;
}
