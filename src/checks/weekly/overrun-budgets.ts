import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckResult, CheckRow } from "#check.ts";
import type { Drawing } from "#model/drawing.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { counted, percent } from "#model/phrases.ts";
import { burnSql, paceOf } from "#reconcile/budget-burn.ts";
import type { Pace } from "#reconcile/budget-burn.ts";
import { periodEnd, periodStart } from "#reconcile/period-sql.ts";

interface Budget {
  readonly row: CheckRow;
  readonly budget: Decimal;
  readonly spent: Decimal;
  readonly pace: Pace;
  readonly daily: readonly CheckRow[];
}

export default defineCheck({
  title: "Spending stays within its budget",
  why: "A campaign that runs out of budget stops paying its partners, or goes on paying them with money nobody released.",
  cadence: "weekly",
  needs: { budgets: ["budget", "spent"] },
  uses: ["commissions", "conversions"],
  money: ["budgets", "commissions"],
  looksBack: 5,
  runbook: "incident-triage",
  settings: z.strictObject({
    /** The share of a budget that may be used by the end of its period. */
    most: z.number().positive().default(1),
    /** The share of a period that must be over before its pace tells anything. */
    after: z.number().min(0).max(1).default(0.3),
    /** How many deviations of a usual day's spending the pace must be over the budget by. */
    deviations: z.number().min(0).default(2),
  }),

  // A budget's spending is as of its capture. The commissions of each day say how much of it was spent by the window's end;
  // where there are none, it is judged as of the capture.
  measure: (_settings, { columns }) => `
    WITH dated AS (
      SELECT scope, period, sum(budget_value) AS budget, sum(spent_value) AS spent,
        ${periodStart("budgets.period")} AS starts, ${periodEnd("budgets.period")} AS ends
      FROM budgets WHERE budget_value > 0 AND spent_value IS NOT NULL GROUP BY ALL
    ), burn AS (
      ${burnSql(columns)}
    ), running AS (
      SELECT dated.*, least(CASE WHEN scope IN (SELECT scope FROM burn) THEN to_day
        ELSE greatest(to_day, coalesce(captured_at::DATE, to_day)) END, ends) AS until
      FROM dated, period WHERE starts <= to_day AND ends >= from_day
      ORDER BY spent / budget DESC LIMIT 300
    ), daily AS (
      SELECT running.scope, running.period, burn.day, sum(burn.value) AS burnt
      FROM running JOIN burn ON burn.scope = running.scope AND burn.day BETWEEN starts AND ends GROUP BY ALL
    )
    SELECT 'budget' AS kind, running.scope, running.period, budget, spent, CAST(starts AS VARCHAR) AS day,
      date_diff('day', starts, until) + 1 AS elapsed, date_diff('day', starts, ends) + 1 AS length, sum(burnt) AS burnt,
      sum(burnt) FILTER (WHERE daily.day <= until) AS burnt_by_then
    FROM running LEFT JOIN daily ON daily.scope = running.scope AND daily.period = running.period
    GROUP BY ALL
    UNION ALL
    SELECT 'day', daily.scope, daily.period, NULL, NULL, CAST(day AS VARCHAR), date_diff('day', starts, day), NULL, burnt, NULL
    FROM daily JOIN running ON running.scope = daily.scope AND running.period = daily.period AND day <= until
    UNION ALL
    SELECT 'before', scope, period, budget, spent, CAST(starts AS VARCHAR), NULL, NULL, NULL, NULL
    FROM dated, period WHERE ends < from_day AND scope IN (SELECT scope FROM running)
    ORDER BY kind, scope, day`,

  judge({ rows, currency }, { most, after, deviations }) {
    const budgets = rows
      .filter(({ kind }) => kind === "budget")
      .map((row) => budgetOf(row, rows, { most, after, deviations }));
    const expected = { from: 0, to: most * 100 };
    if (budgets.length === 0) {
      const text = "No budget runs in the window.";
      return { outcome: "no_data", text, metric: null, expected, atRisk: "0", rows: [] };
    }
    budgets.sort(
      (a, b) => b.pace.over - a.pace.over || excess(b, most).minus(excess(a, most)).toNumber(),
    );
    const spentUp = budgets.filter((one) => one.spent.greaterThan(one.budget.times(most)));
    const soon = budgets.filter((one) => !spentUp.includes(one) && one.pace.usedUpOn !== null);
    const told = [
      ...spentUp.toSorted((a, b) => excess(b, most).comparedTo(excess(a, most))),
      ...soon,
    ];
    const [worst = budgets[0]] = told;
    if (!worst) throw new Error("nothing was judged");
    const atRisk = Decimal.sum(
      0,
      ...spentUp.map((one) => excess(one, most)),
      ...soon.map((one) => Decimal.max(0, one.pace.projected.minus(one.budget.times(most)))),
    );
    const more = told.length > 1 ? ` ${counted(told.length - 1, "other budget")} too.` : "";
    return {
      outcome: spentUp.length > 0 ? "fail" : soon.length > 0 ? "warn" : "pass",
      text:
        told.length > 0
          ? `${sentence(worst, { most, currency })}${more}`
          : `${counted(budgets.length, "budget")} running, none beyond ${percent(most)}; the most used is ${worst.row["scope"]}'s of ${worst.row["period"]}, ${percent(worst.spent.dividedBy(worst.budget).toNumber())} of ${displayAmount(worst.budget, currency)}.`,
      metric: share(worst.spent, worst.budget),
      unit: `% of ${worst.row["scope"]}'s budget`,
      expected,
      atRisk: atRisk.toFixed(),
      rows: told.map(shown),
      ...trendOf(worst, rows),
      drawing:
        told.length > 0 && worst.daily.length > 0
          ? burning(worst, currency)
          : beside(budgets, currency),
    };
  },
});

function budgetOf(
  row: CheckRow,
  rows: readonly CheckRow[],
  { most, after, deviations }: { most: number; after: number; deviations: number },
): Budget {
  const daily = rows.filter(
    ({ kind, scope, period }) =>
      kind === "day" && scope === row["scope"] && period === row["period"],
  );
  const budget = new Decimal(row["budget"] ?? 0);
  const burnt = new Decimal(row["burnt"] ?? 0);
  const byThen = burnt.isZero() ? 1 : new Decimal(row["burnt_by_then"] ?? 0).dividedBy(burnt);
  const spent = new Decimal(row["spent"] ?? 0).times(byThen).toDecimalPlaces(2);
  const pace = paceOf({
    spent,
    limit: budget.times(most),
    starts: row["day"] ?? "",
    elapsed: Number(row["elapsed"]),
    length: Number(row["length"]),
    daily: daily.map(({ burnt: value }) => Number(value)),
    after,
    deviations,
  });
  return { row, budget, spent, pace, daily };
}

function excess({ spent, budget }: Budget, most: number): Decimal {
  return Decimal.max(0, spent.minus(budget.times(most)));
}

function share(spent: Decimal, budget: Decimal): number {
  return spent.dividedBy(budget).times(100).toDecimalPlaces(1).toNumber();
}

function sentence(
  { row, budget, spent, pace }: Budget,
  { most, currency }: { most: number; currency: string },
): string {
  const limit = budget.times(most);
  const used = `${displayAmount(spent, currency)} of ${displayAmount(budget, currency)} (${percent(spent.dividedBy(budget).toNumber())})`;
  const whose = `${row["scope"]}'s budget of ${row["period"]}`;
  if (pace.usedUpOn === null || spent.greaterThan(limit)) {
    const allowed = most === 1 ? "too much" : `more than the ${percent(most)} allowed`;
    return `${row["scope"]} has spent ${used} of its budget of ${row["period"]}, ${displayAmount(spent.minus(limit), currency)} ${allowed}.`;
  }
  const reached = most === 1 ? "be used up" : `be beyond ${percent(most)}`;
  return `${whose} will ${reached} on ${pace.usedUpOn}: ${used} after ${row["elapsed"]} of ${row["length"]} days.`;
}

function shown({ row, budget, spent, pace }: Budget): CheckRow {
  return {
    scope: row["scope"] ?? null,
    period: row["period"] ?? null,
    budget: budget.toFixed(),
    spent: spent.toFixed(),
    share: percent(spent.dividedBy(budget).toNumber()),
    projected: pace.projected.toFixed(),
    used_up_on: pace.usedUpOn,
  };
}

/** The shares used of this scope's budgets, oldest first, each of its own period. */
function trendOf(
  { row, spent, budget }: Budget,
  rows: readonly CheckRow[],
): Required<Pick<CheckResult, "trend" | "points">> {
  const before = rows
    .filter(({ kind, scope }) => kind === "before" && scope === row["scope"])
    .slice(-13);
  const shares = before.map((one) =>
    share(new Decimal(one["spent"] ?? 0), new Decimal(one["budget"] ?? 1)),
  );
  return {
    trend: [...shares, share(spent, budget)],
    points: [...before, row].map(({ period }) => period ?? ""),
  };
}

/** What is spent day by day, below the budget's line. */
function burning({ row, budget, spent, daily }: Budget, currency: string): Drawing {
  const elapsed = Number(row["elapsed"]);
  const length = Number(row["length"]);
  const total = daily.reduce((sum, { burnt }) => sum + Number(burnt), 0);
  const scale = total === 0 ? 0 : spent.toNumber() / total;
  const own = new Map(daily.map((one) => [Number(one["elapsed"]), Number(one["burnt"])]));
  let sum = 0;
  const values = Array.from({ length }, (_, day) => {
    sum += (own.get(day) ?? 0) * scale;
    return day < elapsed ? Math.round(sum * 100) / 100 : null;
  });
  return {
    kind: "lines",
    title: `${row["scope"]}: spent of its budget of ${row["period"]}`,
    unit: currency,
    labels: values.map((_, day) => String(day + 1)),
    series: [
      { name: "spent", values },
      { name: "budget", values: values.map(() => budget.toNumber()) },
    ],
    marked: elapsed - 1,
  };
}

function beside(budgets: readonly Budget[], currency: string): Drawing {
  const shownBudgets = budgets.slice(0, 12);
  return {
    kind: "bars",
    title: "Spent of each budget",
    unit: currency,
    labels: shownBudgets.map(({ row }) => `${row["scope"]} ${row["period"]}`),
    series: [{ name: "spent", values: shownBudgets.map(({ spent }) => spent.toNumber()) }],
    limits: shownBudgets.map(({ budget }) => budget.toNumber()),
  };
}
