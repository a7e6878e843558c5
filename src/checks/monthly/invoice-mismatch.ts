import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckRow } from "#check.ts";
import { median } from "#model/baseline.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { counted } from "#model/phrases.ts";
import { displayPeriod } from "#model/period.ts";
import { literal } from "#reconcile/sql.ts";
import { periodStart } from "#reconcile/period-sql.ts";

interface Trouble {
  readonly text: string;
  readonly atRisk: Decimal;
  readonly row: CheckRow;
  readonly severe: boolean;
}

export default defineCheck({
  title: "The platform bills what was agreed",
  why: "A plan that changed by itself, a month billed twice or a bill nobody paid is noticed late, and a platform that is not paid stops tracking.",
  cadence: "monthly",
  needs: { invoices: ["period", "amount", "currency"] },
  uses: ["conversions"],
  money: ["invoices"],
  runbook: "incident-triage",
  settings: z.strictObject({
    /** The share by which an amount may differ from what the same plan cost before. */
    tolerance: z.number().min(0).default(0.01),
    /** How many times the usage of other months is a jump. */
    jump: z.number().min(1).default(1.5),
    /** The share by which the conversions billed may differ from those exported. */
    usage: z.number().min(0).default(0.05),
    /** The words that say that an invoice is settled or needs no money. */
    settled: z
      .array(z.string())
      .default(["paid", "settled", "void", "canceled", "cancelled", "credited"]),
  }),

  measure: ({ settled }, { datasets }) => `
    WITH dated AS (
      SELECT invoice_id, invoices.period AS period, plan, usage, invoices.currency AS currency, amount, value, status, ${periodStart("invoices.period")} AS starts,
        coalesce(lower(status) IN (${settled.map((word) => literal(word.toLowerCase())).join(", ") || "NULL"}), false) AS settled,
        TRY_CAST(replace(regexp_extract(usage, '([0-9][0-9,]*)', 1), ',', '') AS BIGINT) AS used,
        TRY_CAST(replace(regexp_extract(usage, '(?:of|/) *([0-9][0-9,]*)', 1), ',', '') AS BIGINT) AS included,
        contains(lower(usage), 'conversion') AS counts_conversions
      FROM invoices
    )
    SELECT dated.*, starts BETWEEN from_day AND to_day AS now,
      ${datasets.includes("conversions") ? "(SELECT count(*) FROM conversions, period WHERE day BETWEEN from_day AND to_day)" : "NULL"} AS exported
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
        ...usages(row, before, settings),
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
      trend: billedBy([...now, ...before]),
    };
  },
});

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

function usages(
  row: CheckRow,
  before: readonly CheckRow[],
  { jump, usage }: { jump: number; usage: number },
): Trouble[] {
  if (row["used"] === null || row["used"] === undefined) return [];
  const used = Number(row["used"]);
  const trouble = (text: string, why: string): Trouble => ({
    text,
    atRisk: new Decimal(0),
    row: shown(row, why),
    severe: false,
  });
  const found: Trouble[] = [];
  const earlier = before.flatMap((one) => (one["used"] ? [Number(one["used"])] : []));
  const usual = median(earlier);
  if (earlier.length > 0 && used > usual * jump) {
    found.push(
      trouble(
        `Usage rose to ${used.toLocaleString("en-US")} from about ${Math.round(usual).toLocaleString("en-US")}.`,
        "usage jumped",
      ),
    );
  }
  if (row["included"] && used > Number(row["included"])) {
    found.push(
      trouble(
        `Usage of ${used.toLocaleString("en-US")} is beyond the ${Number(row["included"]).toLocaleString("en-US")} of the plan.`,
        "usage beyond the plan",
      ),
    );
  }
  const exported = Number(row["exported"] ?? 0);
  if (
    row["counts_conversions"] === "true" &&
    exported > 0 &&
    Math.abs(used - exported) > Math.max(10, exported * usage)
  ) {
    found.push(
      trouble(
        `${row["invoice_id"]} counts ${counted(used, "conversion")}, the export has ${exported.toLocaleString("en-US")}.`,
        "usage unlike the export",
      ),
    );
  }
  return found;
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

function shown(row: CheckRow, why: string): CheckRow {
  return {
    invoice_id: row["invoice_id"] ?? null,
    period: row["period"] ?? null,
    plan: row["plan"] ?? null,
    amount: new Decimal(row["amount"] ?? 0).toFixed(),
    currency: row["currency"] ?? null,
    status: row["status"] ?? null,
    usage: row["usage"] ?? null,
    why,
  };
}

/** What was billed month by month, oldest first. */
function billedBy(rows: readonly CheckRow[]): number[] {
  const months = [...Map.groupBy(rows, ({ starts }) => starts ?? "")].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return months
    .slice(-14)
    .map(([, own]) => Decimal.sum(0, ...own.map(({ value }) => value ?? 0)).toNumber());
}
