import type { DuckDBConnection } from "@duckdb/node-api";

import type { CauseId } from "#model/causes.ts";
import { daysAround } from "#model/timeline.ts";
import type { DatedCause } from "#model/timeline.ts";
import type { Window } from "#model/window.ts";
import { literal, rowsOf } from "#reconcile/sql.ts";

/** Sums the table `contribution` by cause and day of the window's timezone; `dated` is its column that says when, as text. */
export async function gapByDay(
  connection: DuckDBConnection,
  dated: string,
  window: Window,
): Promise<DatedCause[]> {
  const { from, to } = daysAround(window);
  // Records are many, their minutes fewer: only these are read in the timezone.
  const rows = await rowsOf(
    connection,
    `WITH minutes AS (
      SELECT cause, substr(${dated}, 1, 16) AS minute, sum(contribution) AS amount, count(*) AS rows FROM contribution GROUP BY ALL
    ), part AS (
      SELECT cause, amount, rows, CASE WHEN length(minute) = 10 THEN minute
        ELSE strftime(timezone(${literal(window.timezone)}, CAST(minute || ':00Z' AS TIMESTAMPTZ)), '%Y-%m-%d') END AS day
      FROM minutes
    )
    SELECT CASE WHEN day BETWEEN ${literal(from)} AND ${literal(to)} THEN day END AS shown, cause,
      CAST(sum(amount) AS VARCHAR) AS amount, CAST(sum(rows) AS VARCHAR) AS rows
    FROM part GROUP BY 1, 2 ORDER BY shown NULLS LAST, cause`,
  );
  return rows.map((row) => ({
    day: row["shown"] as string | null,
    cause: row["cause"] as CauseId | null,
    amount: String(row["amount"]),
    rows: Number(row["rows"]),
  }));
}
