import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import { defineCheck } from "#check.ts";
import type { Check, CheckResult, Measured } from "#check.ts";
import { limits } from "#check-settings.ts";
import type { OwnCheck } from "#check-settings.ts";
import { ConfigError } from "#errors.ts";
import { Decimal } from "#model/money.ts";

/** A check made of a team's own SELECT: its number is the column `metric` of one row, else how many rows there are. */
export async function ownCheckOf(own: OwnCheck, folder: string): Promise<Check> {
  const file = resolve(folder, own.sql);
  const sql = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new ConfigError(`${file} cannot be read; check "${own.title}" names it as its SQL.`, {
      cause,
    });
  });
  return defineCheck({
    title: own.title,
    why: `Said by ${own.sql}.`,
    cadence: own.cadence,
    needs: Object.fromEntries(own.needs.map((dataset) => [dataset, []])),
    money: own.needs.filter((dataset) => withAmounts.has(dataset)),
    looksBack: 14,
    runbook: own.runbook,
    seconds: 10,
    settings: limits,
    measure: () => withColumns(sql),
    judge: (measured, from) => judge({ ...own, ...from }, measured),
  });
}

/** So many rows are kept as evidence; all are counted. */
const mostRows = 1000;
const withAmounts = new Set(["events", "conversions", "commissions", "payouts", "invoices"]);

const marker = "is_row_of_own_check";

/** Its rows after one without any of its values: the columns of a SELECT without a row are known by it. */
function withColumns(sql: string): string {
  return `SELECT false AS ${marker} UNION ALL BY NAME SELECT true AS ${marker}, * FROM (${sql.trim().replace(/;$/, "")}
)`;
}

function judge(own: OwnCheck, { rows: [columns = {}, ...marked] }: Measured): CheckResult {
  const all = marked.map(({ [marker]: _marker, ...row }) => row);
  const rows = all.slice(0, mostRows);
  const { title, unit, warn_above, fail_above, warn_below, fail_below } = own;
  // A SELECT that gives a metric and has no row gives none: the window is empty, and not good.
  const isEmpty = all.length === 0 && "metric" in columns;
  const only = isEmpty ? null : all.length === 1 ? all[0]?.["metric"] : undefined;
  const metric = Number(only ?? all.length);
  const expected = {
    from: nearest(Math.max, warn_below, fail_below),
    to: nearest(Math.min, warn_above, fail_above),
  };
  const atRisk = Decimal.sum(0, ...all.map((row) => row["at_risk"] ?? 0)).toFixed();
  if (only === null || !Number.isFinite(metric)) {
    const text = `${title}: its SQL gave no number.`;
    return { outcome: "no_data", text, metric: null, expected, atRisk, rows };
  }
  const beyond = (below: number | null, above: number | null): boolean =>
    (below !== null && metric < below) || (above !== null && metric > above);
  const outcome = beyond(fail_below, fail_above)
    ? "fail"
    : beyond(warn_below, warn_above)
      ? "warn"
      : "pass";
  const text = `${title}: ${metric.toLocaleString("en-US")} ${unit}, expected ${rangeText(expected)}.`;
  return { outcome, text, metric, unit, expected, atRisk, rows };
}

/** Of two limits the one that is met first; null where there is neither. */
function nearest(
  of: (...limits: number[]) => number,
  ...given: readonly (number | null)[]
): number | null {
  const there = given.filter((one) => one !== null);
  return there.length === 0 ? null : of(...there);
}

function rangeText({ from, to }: CheckResult["expected"]): string {
  if (from !== null && to !== null) return `${from}–${to}`;
  return from === null ? `at most ${to}` : `at least ${from}`;
}
