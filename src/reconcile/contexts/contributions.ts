import type { DuckDBConnection } from "@duckdb/node-api";

import type { CardMetric } from "#model/card.ts";
import { changedFields } from "#reconcile/contexts/reading.ts";
import type { Reading } from "#reconcile/contexts/reading.ts";
import { countsUnder } from "#reconcile/contexts/records.ts";
import { literal, timeText } from "#reconcile/sql.ts";

/**
 * Makes `contribution` of `context_record`: for each reading after the first, the records that count otherwise than
 * under the one before it, under the name of the field that changed.
 */
export async function prepareContextContributions(
  connection: DuckDBConnection,
  readings: readonly Reading[],
  metric: CardMetric,
): Promise<void> {
  const counts = readings.map((reading, at) => `${countsUnder(reading)} AS counts_${at}`);
  const values = readings.map((reading, at) => {
    const amount = reading.par ? "par_amount" : "amount";
    return `${isKept(reading, at)} AS kept_${at}, CASE WHEN kept_${at} THEN ${amount} ELSE 0 END AS value_${at}`;
  });
  // A count is a whole number, not an amount with places.
  const type = metric === "conversions" ? "BIGINT" : "DECIMAL(38, 10)";
  const shown = `'conversion' AS record, conversion_id AS id, partner_id, campaign_id, link_id, order_id, status, source_status,
    original_amount, currency, ${timeText("occurred_at", "occurred_at_is_date")} AS dated`;
  const steps = readings.slice(1).map((reading, before) => {
    const at = before + 1;
    const [cause = ""] = changedFields(readings[before] ?? reading, reading);
    return `SELECT ${literal(cause)} AS cause, CAST(value_${at} - value_${before} AS ${type}) AS contribution, ${shown}
      FROM judged WHERE kept_${at} <> kept_${before} OR value_${at} <> value_${before}`;
  });
  const none = `SELECT NULL::VARCHAR AS cause, NULL::${type} AS contribution, ${shown} FROM judged WHERE false`;
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE contribution AS
    WITH counted AS (SELECT *, ${counts.join(", ")} FROM context_record),
    judged AS MATERIALIZED (SELECT *, ${values.join(", ")} FROM counted)
    ${[none, ...steps].join(" UNION ALL ")}`);
}

/** Of a repeated order of one partner, the first that counts, where it counts once. */
function isKept({ once }: Reading, at: number): string {
  if (!once) return `counts_${at}`;
  return `(counts_${at} AND (order_id IS NULL OR row_number() OVER (
    PARTITION BY counts_${at}, partner_id, order_id ORDER BY occurred_at, conversion_id) = 1))`;
}
