import { relative, resolve } from "node:path";

import type { DuckDBConnection } from "@duckdb/node-api";

import { overTables } from "#cadence/check-tables.ts";
import { placed, withOwnChecks } from "#cadence/own-checks.ts";
import type { Check } from "#check.ts";
import type { Config } from "#config.ts";
import { ConfigError, UsageError } from "#errors.ts";
import type { Dataset } from "#model/datasets.ts";
import { definitionOf } from "#model/datasets.ts";
import { parsePeriod } from "#model/period.ts";
import { suggestion } from "#nearest.ts";
import type { IngestedTable } from "#reconcile/reconciliation.ts";
import { assertOneSelect } from "#runs/export-query.ts";
import { emptyTables } from "#runs/sql-flaws.ts";

/** What is wrong with cadences and with a team's own checks before any export is there, each with its place. */
export async function ownCheckFlaws(
  config: Config,
  shelf: ReadonlyMap<string, Check>,
  runbooks: ReadonlyMap<string, unknown> | null,
): Promise<readonly string[]> {
  try {
    const checks = await withOwnChecks(config, shelf);
    return [...(await unknownRunbooks(config, runbooks)), ...(await sqlFaults(config, checks))];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

function unknownRunbooks(
  config: Config,
  runbooks: ReadonlyMap<string, unknown> | null,
): Promise<string[]> {
  const flaws = [...config.ownChecks].flatMap(([id, { runbook }]) => {
    if (!runbooks || runbooks.has(runbook)) return [];
    const near = suggestion(runbook, [...runbooks.keys()]);
    const message = `check ${id} is followed by runbook "${runbook}", which there is not.${near}`;
    return [{ path: ["checks", id, "runbook"], message }];
  });
  return placed(config, flaws);
}

/** What the engine cannot make of their SQL, asked of empty tables. */
async function sqlFaults(config: Config, checks: ReadonlyMap<string, Check>): Promise<string[]> {
  if (config.ownChecks.size === 0) return [];
  const connection = await emptyTables();
  const faults: string[] = [];
  for (const [id, { sql: file }] of config.ownChecks) {
    const check = checks.get(id);
    if (!check) throw new Error(`check ${id} was read and is not there`);
    const fault = await faultOf(connection, check, config);
    if (!fault) continue;
    const shown = relative("", resolve(config.folder, file));
    faults.push(`${shown}:${fault.line}: check ${id}: ${fault.message}`);
  }
  connection.closeSync();
  return faults;
}

async function faultOf(
  connection: DuckDBConnection,
  check: Check,
  { currency, timezone }: Config,
): Promise<{ line: number; message: string } | null> {
  const period = parsePeriod("2026-01-01", timezone);
  const none = { workspace: null, campaign: null, link: null, program: null, partner: null };
  const context = { ...none, ...period, currency, statuses: null };
  const sql = check.measure({}, { period, datasets: [], columns: {} });
  if (typeof sql !== "string") throw new Error("an own check is made of SQL");
  const whole = await overTables(sql, check, {
    connection,
    tables: tablesOf(Object.keys(check.needs) as Dataset[]),
    rates: null,
    context: { ...context, date_basis: "event", cost_model: null },
    period,
    sourceTimezone: timezone,
  });
  try {
    await assertOneSelect(connection, whole);
    return null;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const before = whole.slice(0, whole.indexOf(sql.trim().replace(/;$/, ""))).split("\n").length;
    return { line: lineIn(error, before), message: error.message };
  }
}

/** The line of the file that the engine means; the first where it does not say, or means what stands around it. */
function lineIn({ cause }: UsageError, before: number): number {
  const said = cause instanceof Error ? /^LINE (\d+):/m.exec(cause.message)?.[1] : undefined;
  return said === undefined ? 1 : Math.max(1, Number(said) - before + 1);
}

function tablesOf(datasets: readonly Dataset[]): Record<string, IngestedTable> {
  return Object.fromEntries(
    datasets.map((dataset) => {
      const available = Object.keys(definitionOf(dataset).columns);
      return [dataset, { table: dataset, available }];
    }),
  );
}
