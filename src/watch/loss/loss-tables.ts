import type { DuckDBConnection } from "@duckdb/node-api";
import { DateTime } from "luxon";

import type { Ingested } from "#exports/ingest.ts";
import { weeksLearned } from "#model/arrivals.ts";
import type { Outage } from "#model/loss-estimate.ts";
import { Decimal } from "#model/money.ts";
import type { PartnerReading, ProgramReading, Value, Worth } from "#model/program-loss.ts";
import { identifier, literal, rowsOf } from "#reconcile/sql.ts";

/** Programs of a source that are told of, and partners of each program; the small ones are told together. */
const [mostPrograms, mostPartners] = [50, 200];
/** What was taken back brings nothing in the end. */
const [worthless, unpaid] = [
  ["rejected", "fraud", "refunded", "chargeback"],
  ["fraud", "duplicate", "canceled", "refunded"],
];

interface Tables {
  readonly conversions: Ingested;
  readonly commissions: Ingested | null;
  /** Programs that outages are of; null among them: every program. */
  readonly named: readonly (string | null)[];
  readonly began: DateTime;
  readonly now: DateTime;
}

/** Makes the table `lost_among`: conversions of nine weeks with their hour, program, partner and what each brings. */
export async function lossTables(
  connection: DuckDBConnection,
  { conversions, commissions, named, began, now }: Tables,
): Promise<void> {
  const has = (column: string): string =>
    conversions.available.includes(column) ? column : "CAST(NULL AS VARCHAR)";
  const programs = named.flatMap((program) => (program === null ? [] : [literal(program)]));
  const asked = named.includes(null) ? "true" : `program_id IN (${programs.join(", ")})`;
  const paid = commissions
    ? `SELECT conversion_id, currency, sum(CASE WHEN status IN (${words(unpaid)}) THEN 0 ELSE amount END) AS paid
        FROM ${identifier(commissions.table)} WHERE conversion_id IS NOT NULL GROUP BY ALL`
    : "SELECT CAST(NULL AS VARCHAR) AS conversion_id, CAST(NULL AS VARCHAR) AS currency, CAST(NULL AS DECIMAL(38, 10)) AS paid WHERE false";
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE lost_among AS
    SELECT occurred_at AS moment, CAST(floor(epoch(occurred_at) / 3600) AS BIGINT) AS hour,
      ${has("program_id")} AS program, ${has("partner_id")} AS partner, conversion.currency,
      CASE WHEN status IN (${words(worthless)}) THEN 0 ELSE amount END AS revenue,
      coalesce(paid, 0) AS commission, paid IS NOT NULL AS is_paid
    FROM ${identifier(conversions.table)} AS conversion
      LEFT JOIN (${paid}) AS commission
        ON commission.conversion_id = conversion.conversion_id AND commission.currency = conversion.currency
    WHERE occurred_at > ${instant(began.minus({ weeks: weeksLearned + 1 }).toMillis())}
      AND occurred_at <= ${instant(now.toMillis())} AND ${asked}
      AND coalesce(${has("order_id")}, '') NOT LIKE 'CANARY-%'`);
}

/** Reads of the table what is to be kept of each program. */
export async function readingsIn(
  connection: DuckDBConnection,
  outagesOf: (program: string | null) => readonly Outage[],
): Promise<ProgramReading[]> {
  const programs = await rowsOf(
    connection,
    `SELECT program FROM lost_among GROUP BY program ORDER BY count(*) DESC, program LIMIT ${mostPrograms}`,
  );
  const readings: ProgramReading[] = [];
  for (const row of programs) {
    const program = typeof row["program"] === "string" ? row["program"] : null;
    const outages = outagesOf(program);
    if (outages.length > 0) readings.push(await readingOf(connection, program, outages));
  }
  return readings;
}

async function readingOf(
  connection: DuckDBConnection,
  program: string | null,
  outages: readonly Outage[],
): Promise<ProgramReading> {
  const own = `program IS NOT DISTINCT FROM ${program === null ? "NULL" : literal(program)}`;
  const before = `moment < ${instant(Math.min(...outages.map(({ from }) => from)))}`;
  const within = outages
    .map(({ from, to }) => `(moment >= ${instant(from)} AND moment < ${instant(to)})`)
    .join(" OR ");
  const hours = await rowsOf(
    connection,
    `SELECT hour, count(*) AS count FROM lost_among WHERE ${own} AND ${before} GROUP BY hour ORDER BY hour`,
  );
  const partners = await rowsOf(
    connection,
    `SELECT partner, currency, count(*) FILTER (${before}) AS before, count(*) FILTER (${within}) AS within
      FROM lost_among WHERE ${own} AND (${before} OR ${within}) GROUP BY ALL ORDER BY before DESC, partner, currency`,
  );
  return {
    program,
    first: Number(hours[0]?.["hour"] ?? 0),
    hours: hours.map(({ hour, count }) => [Number(hour), Number(count)] as const),
    worth: await worthIn(connection, `${own} AND ${before}`),
    partners: together(
      partners.map((row) => ({
        partner: typeof row["partner"] === "string" ? row["partner"] : null,
        currency: String(row["currency"]),
        before: Number(row["before"]),
        within: Number(row["within"]),
      })),
    ),
  };
}

/** What a conversion brings: the mean of all, the dearest hundredth taken for no more than the others. */
async function worthIn(connection: DuckDBConnection, where: string): Promise<Worth[]> {
  const capped = (value: string): string => `least(${value}, most_${value})`;
  const rows = await rowsOf(
    connection,
    `WITH own AS (SELECT currency, revenue, commission, is_paid FROM lost_among WHERE ${where}),
      most AS (SELECT currency, quantile_disc(revenue, 0.99) AS most_revenue,
        quantile_disc(commission, 0.99) AS most_commission FROM own GROUP BY currency)
    SELECT currency, count(*) AS count, bool_or(is_paid) AS is_paid,
      ${["revenue", "commission"].map((value) => `sum(${capped(value)}) AS ${value}, coalesce(var_pop(CAST(${capped(value)} AS DOUBLE)), 0) AS ${value}_variance`).join(", ")}
    FROM own JOIN most USING (currency) GROUP BY currency ORDER BY count DESC, currency`,
  );
  return rows.map((row) => {
    const valueOf = (name: string): Value => {
      const mean = new Decimal(String(row[name] ?? 0)).dividedBy(String(row["count"]));
      const square = mean.toNumber() ** 2;
      const variance = Number(row[`${name}_variance`] ?? 0);
      return {
        mean: mean.toDecimalPlaces(10).toFixed(),
        spread: square > 0 ? variance / square : 0,
      };
    };
    return {
      currency: String(row["currency"]),
      revenue: valueOf("revenue"),
      commission: row["is_paid"] === true ? valueOf("commission") : null,
    };
  });
}

/** The first, and all others as one of each currency. */
function together(partners: readonly PartnerReading[]): PartnerReading[] {
  const small = Map.groupBy(partners.slice(mostPartners), ({ currency }) => currency);
  const sum = (parts: readonly PartnerReading[], of: "before" | "within"): number =>
    parts.reduce((all, part) => all + part[of], 0);
  return [
    ...partners.slice(0, mostPartners),
    ...[...small].map(([currency, parts]) => ({
      partner: null,
      currency,
      before: sum(parts, "before"),
      within: sum(parts, "within"),
    })),
  ];
}

function instant(millis: number): string {
  const at = DateTime.fromMillis(millis, { zone: "utc" });
  return `TIMESTAMP ${literal(at.toFormat("yyyy-MM-dd HH:mm:ss.SSS"))}`;
}

function words(list: readonly string[]): string {
  return list.map(literal).join(", ");
}
