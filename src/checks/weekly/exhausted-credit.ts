import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckRow } from "#check.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { counted, percent } from "#model/phrases.ts";
import { periodEnd, periodStart } from "#reconcile/period-sql.ts";

interface Credit {
  readonly scope: string;
  readonly period: string;
  readonly used: Decimal;
  readonly limit: Decimal;
  /** When it was so, for a sentence; empty for a period that is over, and where that is not known. */
  readonly asOf: string;
  /** The shares used in this and earlier periods, oldest first. */
  readonly shares: readonly number[];
  /** Which those are. */
  readonly periods: readonly string[];
}

/** Within so many days after the window a sum that is still growing is taken for that of its end. */
const soon = 3;

export default defineCheck({
  title: "Credit is not about to run out",
  why: "When the credit is used up the platform stops tracking or paying, mostly on a weekend.",
  cadence: "weekly",
  needs: { budgets: ["credit_limit", "credit_used"] },
  money: ["budgets"],
  runbook: "incident-triage",
  settings: z.strictObject({
    /** The share of the limit from which on it is a warning. */
    warns: z.number().positive().default(0.85),
    /** And from which on a failure. */
    fails: z.number().positive().default(0.95),
  }),

  measure: () => `
    WITH dated AS (
      SELECT scope, budgets.period, sum(credit_used_value) AS used, sum(credit_limit_value) AS "limit",
        ${periodStart("budgets.period")} AS starts, ${periodEnd("budgets.period")} AS ends
      FROM budgets WHERE credit_limit_value > 0 AND credit_used_value IS NOT NULL GROUP BY ALL
    ), known AS (
      -- A period's sum grows until it ends or is captured: it is that of the window only where that is soon after.
      SELECT dated.*, CASE WHEN captured_at IS NOT NULL THEN least(ends, CAST(timezone(timezone, timezone('UTC', captured_at)) AS DATE)) END AS known_on
      FROM dated, period
    )
    SELECT scope, known.period, used, "limit", ends >= from_day AS touches, CAST(known_on AS VARCHAR) AS known_on,
      ends >= from_day AND coalesce(known_on <= to_day + ${soon}, true) AS now, captured_at IS NULL OR known_on = ends AS is_whole
    FROM known, period WHERE starts <= to_day
    QUALIFY row_number() OVER (PARTITION BY scope ORDER BY starts DESC) <= 14
      AND bool_or(ends >= from_day) OVER (PARTITION BY scope)
    ORDER BY scope, starts`,

  judge({ rows, currency }, { warns, fails }) {
    const credits = [...Map.groupBy(rows, ({ scope }) => scope ?? "")].flatMap(([, own]) =>
      creditOf(own),
    );
    const expected = { from: 0, to: Math.round(warns * 1000) / 10 };
    const [worst] = credits.toSorted((a, b) => shareOf(b) - shareOf(a));
    if (!worst) {
      const on = rows.findLast(({ touches }) => touches === "true")?.["known_on"];
      const text = on
        ? `The credit used is known as of ${on}, not of the window.`
        : "No credit limit is given for the window.";
      return { outcome: "no_data", text, metric: null, expected, atRisk: "0", rows: [] };
    }
    const told = credits.filter((credit) => shareOf(credit) >= warns);
    const outcome = shareOf(worst) >= fails ? "fail" : told.length > 0 ? "warn" : "pass";
    const before = worst.shares.at(-2);
    const change = before === undefined ? "" : `, ${percent(before / 100)} in the period before`;
    const others =
      told.length > 1 ? ` ${counted(told.length - 1, "other limit")} nearly used up too.` : "";
    const beyond = told.map(({ used, limit }) => Decimal.max(0, used.minus(limit)));
    return {
      outcome,
      text: `${worst.scope} has used ${displayAmount(worst.used, currency)} of its credit of ${displayAmount(worst.limit, currency)} in ${worst.period} (${percent(shareOf(worst))})${worst.asOf}${change}${runsOut(worst)}.${others}`,
      metric: Math.round(shareOf(worst) * 1000) / 10,
      unit: `% of ${worst.scope}'s credit`,
      expected,
      atRisk: Decimal.sum(0, ...beyond).toFixed(),
      rows: told.map(shown),
      trend: worst.shares,
      points: worst.periods,
    };
  },
});

/** The latest period of a scope that touches the window, with those before it. */
function creditOf(own: readonly CheckRow[]): Credit[] {
  const at = own.findLastIndex(({ now }) => now === "true");
  const row = own[at];
  if (!row) return [];
  const read = (one: CheckRow) => ({
    used: new Decimal(one["used"] ?? 0),
    limit: new Decimal(one["limit"] ?? 1),
  });
  const known = own.slice(0, at + 1);
  const shares = known.map((one) => Math.round(shareOf(read(one)) * 1000) / 10);
  const periods = known.map(({ period }) => period ?? "");
  const asOf = row["is_whole"] === "true" ? "" : ` as of the capture on ${row["known_on"]}`;
  return [
    { scope: row["scope"] ?? "", period: row["period"] ?? "", ...read(row), asOf, shares, periods },
  ];
}

function shareOf({ used, limit }: Pick<Credit, "used" | "limit">): number {
  return used.dividedBy(limit).toNumber();
}

/** What another such step up comes to. */
function runsOut({ shares }: Credit): string {
  const [before, now] = shares.slice(-2);
  if (before === undefined || now === undefined || now >= 100 || now <= before) return "";
  return now + (now - before) >= 100 ? "; another rise like that uses it up" : "";
}

function shown(credit: Credit): CheckRow {
  return {
    scope: credit.scope,
    period: credit.period,
    used: credit.used.toFixed(),
    limit: credit.limit.toFixed(),
    share: percent(shareOf(credit)),
  };
}
