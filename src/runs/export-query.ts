import { StatementType } from "@duckdb/node-api";
import type { DuckDBConnection } from "@duckdb/node-api";

import { UsageError } from "#errors.ts";
import type { Workbench } from "#exports/workbench.ts";
import type { IngestedTable } from "#reconcile/reconciliation.ts";
import { identifier, rowsOf } from "#reconcile/sql.ts";
import { writeRows } from "#runs/row-sheet.ts";

/** Seconds a question may take unless it is said otherwise. */
const usual = 10;

/** The tables of exports, by dataset. */
type Tables = Readonly<Record<string, Pick<IngestedTable, "table">>>;

/** Asks the tables of a run's exports one SELECT; anything else, and what takes too long, is a UsageError. */
export async function queryExports(
  connection: DuckDBConnection,
  sql: string,
  { tables = {}, longest = usual }: { tables?: Tables; longest?: number } = {},
): Promise<Record<string, string | null>[]> {
  await assertOneSelect(connection, sql);
  const ask = () => rowsOf(connection, ofLast(sql, tables));
  const rows = await inTime(connection, longest, ask);
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(value)])),
  );
}

/** Asks in the same way, and writes all rows as CSV. */
export async function sheetOf(
  bench: Workbench,
  sql: string,
  tables: Tables,
): Promise<{ path: string; count: number }> {
  await assertOneSelect(bench.connection, sql);
  return inTime(bench.connection, usual, () => writeRows(bench, ofLast(sql, tables)));
}

async function inTime<Value>(
  connection: DuckDBConnection,
  longest: number,
  ask: () => Promise<Value>,
): Promise<Value> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    connection.interrupt();
  }, longest * 1000);
  try {
    return await ask();
  } catch (error) {
    if (isLate) throw new UsageError(`The SQL took longer than ${longest} s; narrow it.`);
    throw unanswered(error);
  } finally {
    clearTimeout(timer);
  }
}

/** A dataset that was captured again has a table of another name: the words of the question mean the last. */
function ofLast(sql: string, tables: Tables): string {
  const others = Object.entries(tables).flatMap(([dataset, { table }]) =>
    table === dataset ? [] : [`${identifier(dataset)} AS (FROM ${identifier(table)})`],
  );
  if (others.length === 0) return sql;
  return `WITH ${others.join(", ")} SELECT * FROM (\n${sql.trim().replace(/;$/, "")}\n)`;
}

/** Refuses what is not one SELECT that the tables there are can answer; nothing is asked yet. */
export async function assertOneSelect(connection: DuckDBConnection, sql: string): Promise<void> {
  const statements = await connection.extractStatements(sql).catch((error: unknown) => {
    throw unanswered(error);
  });
  if (statements.count !== 1) {
    throw new UsageError(`The SQL holds ${statements.count} statements; write one SELECT.`);
  }
  const prepared = await statements.prepare(0).catch((error: unknown) => {
    throw unanswered(error);
  });
  const { statementType } = prepared;
  prepared.destroySync();
  if (statementType !== StatementType.SELECT) {
    throw new UsageError("The SQL may only read: write one SELECT.");
  }
}

function unanswered(error: unknown): UsageError {
  const words = error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error);
  return new UsageError(`The SQL cannot be answered: ${words}`, [], { cause: error });
}

function textOf(value: unknown): string | null {
  if (value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
