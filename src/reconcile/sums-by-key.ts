import { literal } from "#reconcile/sql.ts";

/** The largest keys of each level that are looked at; all others are in the sum of all. */
const most = 500;

/**
 * A SELECT of sums by window (`ago`): of all records (`what` is `all`), and of each value of some columns (`campaign cmp_1`).
 * `records` is SQL with `ago`, the columns by level, and what is summed.
 */
export function sumsByKey(
  records: string,
  columns: Readonly<Record<string, string>>,
  sums: readonly string[],
): string {
  const levels = Object.entries(columns);
  const named = levels.map(
    ([level, column]) => `WHEN grouping(${column}) = 0 THEN ${literal(`${level} `)} || ${column}`,
  );
  const leveled = levels.map(
    ([level, column]) => `WHEN grouping(${column}) = 0 THEN ${literal(level)}`,
  );
  const sets = ["(ago)", ...levels.map(([, column]) => `(ago, ${column})`)];
  const summed = sums.map((name) => `sum(${name}) AS ${name}`).join(", ");
  const [size = "count(*)"] = sums;
  const grouped = levels.map(([, column]) => `${column}, `).join("");
  return `
    WITH once AS (SELECT ago, ${grouped}${summed} FROM (${records}) GROUP BY ALL),
    sums AS (
      SELECT ago, CASE ${named.join(" ")} ELSE 'all' END AS what, CASE ${leveled.join(" ")} ELSE 'all' END AS level, ${summed}
      FROM once GROUP BY GROUPING SETS (${sets.join(", ")})
    ), largest AS (
      SELECT what FROM sums WHERE what IS NOT NULL GROUP BY what, level
      QUALIFY row_number() OVER (PARTITION BY level ORDER BY sum(${size}) DESC, what) <= ${most}
    )
    SELECT ago, what, ${sums.join(", ")} FROM sums SEMI JOIN largest USING (what) ORDER BY what, ago`;
}

/**
 * True of a conversion that was recorded as soon after its window as the judged window's can have been: what came in later
 * is missing of the judged one too. For SQL over `days` and `period`.
 */
export const asRipe = `(conversions.recorded_at IS NULL OR period.captured_at IS NULL
  OR conversions.recorded_at <= days.ends_at + (period.captured_at - period.ends_at))`;
