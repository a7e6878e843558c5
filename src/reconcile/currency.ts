import type { DuckDBConnection } from "@duckdb/node-api";

import { UsageError } from "#errors.ts";
import { isCurrency, minorDigits } from "#model/money.ts";
import { identifier, literal, localDay, rowsOf } from "#reconcile/sql.ts";

export interface ConversionRequest {
  readonly connection: DuckDBConnection;
  /** A table with a `currency` column. */
  readonly table: string;
  /** The row's date and whether it is a calendar date, as SQL. */
  readonly dated: { readonly at: string; readonly isDate: string };
  readonly rates: string | null;
  readonly currency: string;
  readonly timezone: string;
}

/** How to write converted amounts of one table in a query. */
export interface Conversion {
  /** Joins to add after the table; empty when every row is in the reporting currency. */
  readonly join: string;
  /** An amount column in the reporting currency, NULL where no rate is known; never rounded when it already is in it. */
  readonly convert: (amount: string) => string;
}

/**
 * Prepares the conversion of a table's foreign amounts, row by row, at the latest rate on or before the row's day.
 * Distinct days are looked up once, so that rows only pay for a hash join, and nothing at all without foreign rows.
 */
export async function conversionOf(request: ConversionRequest): Promise<Conversion> {
  const { connection, table, dated, rates, currency, timezone } = request;
  const reporting = literal(currency);
  const found = await rowsOf(
    connection,
    `SELECT DISTINCT currency FROM ${identifier(table)} WHERE currency <> ${reporting} ORDER BY 1`,
  );
  if (found.length === 0) return { join: "", convert: (amount) => amount };
  const unknown = found.map((row) => String(row["currency"])).filter((code) => !isCurrency(code));
  if (unknown[0] !== undefined) {
    throw new UsageError(
      `"${unknown[0]}" in the currency column is not a currency of ISO 4217; correct it in the export.`,
      ["currency"],
    );
  }
  const rateTable = rates === null ? emptyRates : identifier(rates);
  const daily = `daily_rate_${table}`;
  const day = localDay(dated.at, dated.isDate, timezone);
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE ${identifier(daily)} AS
    WITH needed AS (
      SELECT DISTINCT currency, ${day} AS day FROM ${identifier(table)} WHERE currency <> ${reporting}
    ), known AS (
      SELECT "from" AS currency, date AS day, rate FROM ${rateTable} WHERE "to" = ${reporting}
    )
    SELECT needed.currency, needed.day, known.rate
    FROM needed ASOF JOIN known ON needed.currency = known.currency AND needed.day >= known.day`);
  const digits = minorDigits(currency);
  return {
    join: `LEFT JOIN ${identifier(daily)} AS daily
      ON daily.currency = ${identifier(table)}.currency
      AND daily.day = CASE WHEN ${identifier(table)}.currency <> ${reporting} THEN ${day} END`,
    convert: (amount) =>
      `CASE WHEN ${identifier(table)}.currency = ${reporting} THEN ${amount}
        ELSE CAST(round(${amount} * daily.rate, ${digits}) AS DECIMAL(38, 10)) END`,
  };
}

const emptyRates = `(SELECT NULL::DATE AS date, NULL::VARCHAR AS "from", NULL::VARCHAR AS "to", NULL::DECIMAL(38, 18) AS rate WHERE false)`;
