import type { DuckDBConnection, Json } from "@duckdb/node-api";

import { amountScale, Decimal } from "#model/money.ts";
import type { Options } from "#reconcile/contexts/options.ts";
import type { Reading } from "#reconcile/contexts/reading.ts";
import { hasBit } from "#reconcile/contexts/records.ts";
import { literal, rowsOf } from "#reconcile/sql.ts";

/** Amounts in units of the last decimal place they can have: whole numbers add up fast and exactly. */
export interface Sum {
  readonly amount: bigint;
  readonly par: bigint;
  readonly rows: number;
}

/** Records of one status that the same scopes and zones hold. */
export interface Cell extends Sum {
  readonly state: string;
  readonly scopes: number;
  readonly zones: number;
  readonly late: boolean;
  /** Records without a rate. */
  readonly unknown: number;
}

/** Records of one status that a reading counts no more when repeated orders count once and one of the statuses before them counts. */
export interface Repetition extends Sum {
  readonly state: string;
  /** Bits of the statuses that stand before, in the order of the statuses given. */
  readonly before: number;
}

/** Sums `context_record` in one pass, by everything that decides whether a record counts. */
export async function cellsOf(connection: DuckDBConnection): Promise<Cell[]> {
  const rows = await rowsOf(
    connection,
    `SELECT state, scopes, zones, late, ${sums}, count(*) FILTER (WHERE amount IS NULL) AS unknown
    FROM context_record GROUP BY ALL`,
  );
  return rows.map((row) => ({
    ...sumOf(row),
    state: String(row["state"]),
    scopes: Number(row["scopes"]),
    zones: Number(row["zones"]),
    late: row["late"] === true,
    unknown: Number(row["unknown"]),
  }));
}

/** The repetitions of each scope, zone and lateness, by `placeOf`; an order is first told by `occurred_at`, then `conversion_id`. */
export async function repetitionsOf(
  connection: DuckDBConnection,
  { scopes, zones, late }: Options,
  statuses: readonly string[],
): Promise<Map<string, Repetition[]>> {
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE context_repeated AS
    WITH repeated AS (
      SELECT partner_id, order_id FROM context_record WHERE order_id IS NOT NULL GROUP BY ALL HAVING count(*) > 1
    )
    SELECT context_record.* FROM context_record JOIN repeated
      ON repeated.order_id = context_record.order_id AND repeated.partner_id IS NOT DISTINCT FROM context_record.partner_id`);
  const bits = statuses.map((status, place) => `WHEN ${literal(status)} THEN ${2 ** place}`);
  const places = scopes.flatMap((_, scope) =>
    zones.flatMap((__, zone) =>
      (late ? [false, true] : [false]).map((isLate) => ({ scope, zone, late: isLate })),
    ),
  );
  const repetitions = new Map<string, Repetition[]>();
  for (const place of places) {
    const rows = await rowsOf(
      connection,
      `SELECT state, before, ${sums} FROM (
        SELECT *, bit_or(CASE state ${bits.join(" ")} ELSE 0 END) OVER (
          PARTITION BY partner_id, order_id ORDER BY occurred_at, conversion_id
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
        FROM context_repeated
        WHERE ${hasBit("scopes", place.scope)} AND ${hasBit("zones", place.zone)} ${place.late ? "AND NOT late" : ""}
      ) WHERE before <> 0 GROUP BY ALL`,
    );
    repetitions.set(
      placeOf(place),
      rows.map((row) => ({
        ...sumOf(row),
        state: String(row["state"]),
        before: Number(row["before"]),
      })),
    );
  }
  return repetitions;
}

/** What of a reading decides which repetitions it has. */
export function placeOf({ scope, zone, late }: Pick<Reading, "scope" | "zone" | "late">): string {
  return `${scope} ${zone} ${late}`;
}

/** An exact decimal in units of its last possible place. */
export function unitsOf(amount: string): bigint {
  return BigInt(new Decimal(amount).times(perOne).toFixed(0));
}

/** Units as an exact decimal. */
export function amountOf(units: bigint): string {
  return new Decimal(units.toString()).dividedBy(perOne).toFixed();
}

const perOne = new Decimal(10).pow(amountScale);
const sums = `coalesce(sum(amount), 0) AS amount, coalesce(sum(par_amount), 0) AS par_amount, count(*) AS rows`;

function sumOf(row: Readonly<Record<string, Json>>): Sum {
  return {
    amount: unitsOf(String(row["amount"])),
    par: unitsOf(String(row["par_amount"])),
    rows: Number(row["rows"]),
  };
}
