import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckRow } from "#check.ts";
import { median } from "#model/baseline.ts";
import { shown } from "#model/billing-trouble.ts";
import type { Trouble } from "#model/billing-trouble.ts";
import { usageTroubles } from "#model/billed-usage.ts";
import type { Drawing } from "#model/drawing.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { counted } from "#model/phrases.ts";
import { displayPeriod } from "#model/period.ts";
import { literal } from "#reconcile/sql.ts";
import { periodStart } from "#reconcile/period-sql.ts";

export default defineCheck({
  title: "The platform bills what was agreed",
  why: "A plan that changed by itself, a month billed twice or a bill nobody paid is noticed late, and a platform that is not paid stops tracking.",
  cadence: "monthly",
  needs: { invoices: ["period", "amount", "currency"] },
  uses: ["conversions", "config_changes"],
  money: ["invoices"],
  runbook: "incident-triage",
  settings: z.strictObject({
    /** The share by which an amount may differ from what the same plan cost before. */
    tolerance: z.number().min(0).default(0.01),
    /** How many times the usage of other months is a jump. */
    jump: z.number().min(1).default(1.5),
    /** The share by which the conversions billed may differ from those exported. */
    usage: z.number().min(0).default(0.05),
    /** The modules whose changes are changes of the plan. */
    modules: z.array(z.string()).default(["plan", "plans", "billing", "subscription"]),
    /** The words that say that an invoice is settled or needs no money. */
    settled: z
      .array(z.string())
      .default(["paid", "settled", "void", "canceled", "cancelled", "credited"]),
  }),

  measure: ({ settled, modules }, { datasets }) => `
    WITH dated AS (
      SELECT invoice_id, invoices.period AS period, plan, usage, invoices.currency AS currency, amount, value, status, ${periodStart("invoices.period")} AS starts,
        coalesce(lower(status) IN (${words(settled)}), false) AS settled,
        TRY_CAST(replace(regexp_extract(usage, '([0-9][0-9,]*)', 1), ',', '') AS BIGINT) AS used,
        TRY_CAST(replace(regexp_extract(usage, '(?:of|/) *([0-9][0-9,]*)', 1), ',', '') AS BIGINT) AS included,
        contains(lower(usage), 'conversion') AS counts_conversions
      FROM invoices
    )
    SELECT dated.*, starts BETWEEN from_day AND to_day AS now,
      ${datasets.includes("conversions") ? "(SELECT count(*) FROM conversions, period WHERE day BETWEEN from_day AND to_day)" : "NULL"} AS exported,
      ${datasets.includes("config_changes") ? changes(modules) : "NULL"} AS changes
    FROM dated, period WHERE starts <= to_day AND starts > to_day - INTERVAL 18 MONTH ORDER BY starts DESC, invoice_id LIMIT 1000`,

  judge({ rows, period, currency }, settings) {
    const now = rows.filter((row) => row["now"] === "true");
    const before = rows.filter((row) => row["now"] !== "true");
    const month = displayPeriod(period);
    const expected = { from: 0, to: 0 };
    if (rows.length === 0) {
      const text = "No invoice of the month or of one before it.";
      return { outcome: "no_data", text, metric: null, expected, atRisk: "0", rows: [] };
    }
    const troubles = [
      ...missing(now, before, month),
      ...twice(now, currency),
      ...now.flatMap((row) => [
        ...amounts(row, before, settings, currency),
        ...usageTroubles(row, before, settings),
        ...planChange(row, before),
      ]),
      ...unpaid(before, currency),
    ].toSorted((a, b) => b.atRisk.comparedTo(a.atRisk));
    const billed = Decimal.sum(0, ...now.map(({ value }) => value ?? 0));
    const [severe, atRisk] = [
      troubles.some((one) => one.severe),
      Decimal.sum(0, ...troubles.map((one) => one.atRisk)),
    ];
    return {
      outcome: severe ? "fail" : troubles.length > 0 ? "warn" : "pass",
      text:
        troubles.length > 0
          ? troubles.map(({ text }) => text).join(" ")
          : `${counted(now.length, "invoice")} of ${month}, ${displayAmount(billed, currency)}, as agreed.`,
      metric: troubles.length,
      unit: "troubles",
      expected,
      atRisk: atRisk.toFixed(),
      rows: troubles.map(({ row }) => row),
      drawing: billedBy([...now, ...before], currency),
    };
  },
});

/** Changes of the plan since the month that was billed before. */
function changes(modules: readonly string[]): string {
  return `(SELECT count(*) FROM config_changes, period WHERE lower(module) IN (${words(modules)})
        AND day BETWEEN (SELECT max(starts) FROM dated WHERE starts < from_day) AND to_day)`;
}

function words(of: readonly string[]): string {
  return of.map((word) => literal(word.toLowerCase())).join(", ") || "NULL";
}

function missing(now: readonly CheckRow[], before: readonly CheckRow[], month: string): Trouble[] {
  const [last] = before;
  if (now.length > 0 || !last) return [];
  const text = `No invoice of ${month}; the last is ${last["invoice_id"]} of ${last["period"]}.`;
  return [
    {
      text,
      atRisk: new Decimal(0),
      row: shown(last, "the last before the missing one"),
      severe: true,
    },
  ];
}

function twice(now: readonly CheckRow[], currency: string): Trouble[] {
  const same = Map.groupBy(
    now.filter((row) => !isVoid(row)),
    (row) => `${row["plan"]} ${row["amount"]} ${row["currency"]}`,
  );
  return [...same.values()].flatMap(([first, ...again]) =>
    again.map((row) => {
      const atRisk = new Decimal(row["value"] ?? 0);
      const text = `${row["invoice_id"]} bills ${displayAmount(atRisk, currency)} for ${row["period"]} once more, after ${first?.["invoice_id"]}.`;
      return { text, atRisk, row: shown(row, "billed twice"), severe: true };
    }),
  );
}

/** An amount unlike those of the same plan before, in its own currency: rates move, prices do not. */
function amounts(
  row: CheckRow,
  before: readonly CheckRow[],
  { tolerance }: { tolerance: number },
  currency: string,
): Trouble[] {
  const alike = before.filter(
    (one) => one["plan"] === row["plan"] && one["currency"] === row["currency"],
  );
  if (alike.length === 0) return [];
  const usual = new Decimal(median(alike.slice(0, 12).map((one) => Number(one["amount"]))));
  const amount = new Decimal(row["amount"] ?? 0);
  const difference = amount.minus(usual);
  if (difference.abs().lessThanOrEqualTo(usual.abs().times(tolerance))) return [];
  const own = row["currency"] ?? currency;
  const atRisk = amount.isZero()
    ? new Decimal(0)
    : difference
        .abs()
        .dividedBy(amount.abs())
        .times(new Decimal(row["value"] ?? 0).abs());
  const text = `${row["invoice_id"]} bills ${displayAmount(amount, own)} for the plan ${row["plan"] ?? "without a name"}, which was ${displayAmount(usual, own)}.`;
  return [
    { text, atRisk: atRisk.toDecimalPlaces(2), row: shown(row, "unlike its plan"), severe: true },
  ];
}

/** A plan that the month billed before had not, where no change of it was written down. */
function planChange(row: CheckRow, before: readonly CheckRow[]): Trouble[] {
  const [last] = before;
  const earlier = before.filter((one) => one["starts"] === last?.["starts"]);
  const isNew = row["plan"] && earlier.every((one) => one["plan"] !== row["plan"]);
  if (!last || !isNew || Number(row["changes"] ?? 0) > 0) return [];
  const isKnown = row["changes"] !== null && row["changes"] !== undefined;
  const why = isKnown
    ? "no change of the plan is written down since"
    : "the source exports no changes that would say why";
  const more = Decimal.max(0, new Decimal(row["value"] ?? 0).minus(last["value"] ?? 0));
  const text = `${row["invoice_id"]} is of the plan ${row["plan"]}, ${last["invoice_id"]} was of ${last["plan"] ?? "none"}; ${why}.`;
  return [{ text, atRisk: more, row: shown(row, "plan changed"), severe: isKnown }];
}

/** Whatever is open of the months before; this month's may still be. */
function unpaid(before: readonly CheckRow[], currency: string): Trouble[] {
  return before
    .filter((row) => row["settled"] !== "true" && row["status"] !== null)
    .map((row) => {
      const atRisk = new Decimal(row["value"] ?? 0);
      const text = `${row["invoice_id"]} of ${row["period"]}, ${displayAmount(atRisk, currency)}, is still ${row["status"]}.`;
      return { text, atRisk, row: shown(row, "not paid"), severe: true };
    });
}

function isVoid(row: CheckRow): boolean {
  return row["settled"] === "true" && row["status"]?.toLowerCase() !== "paid";
}

/** What was billed, oldest first. */
function billedBy(rows: readonly CheckRow[], currency: string): Drawing {
  const billed = [...Map.groupBy(rows, ({ starts }) => starts ?? "")]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .slice(-14);
  const sums = billed.map(([, own]) => Decimal.sum(0, ...own.map(({ value }) => value ?? 0)));
  return {
    kind: "bars",
    title: "Billed by the platform",
    unit: currency,
    labels: billed.map(([starts, [first]]) => first?.["period"] ?? starts),
    series: [{ name: "billed", values: sums.map((sum) => sum.toNumber()) }],
  };
}
