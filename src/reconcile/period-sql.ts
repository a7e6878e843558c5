/** Where a period written as text begins, as SQL: `2026`, `2026-Q4`, `2026-10`, `2026-W46`, a day or `day..day`; NULL of anything else. */
export function periodStart(period: string): string {
  return edge(period, { year: "-01-01", day: 1 });
}

/** The last day of such a period. */
export function periodEnd(period: string): string {
  const start = periodStart(period);
  return `CASE WHEN ${period} LIKE '____' THEN ${start} + INTERVAL 1 YEAR - INTERVAL 1 DAY
    WHEN ${period} LIKE '____-Q_' THEN ${start} + INTERVAL 3 MONTH - INTERVAL 1 DAY
    WHEN ${period} LIKE '____-W__' THEN ${start} + INTERVAL 6 DAY
    WHEN ${period} LIKE '____-__' THEN ${start} + INTERVAL 1 MONTH - INTERVAL 1 DAY
    ELSE ${edge(period, { year: "-12-31", day: 2 })} END::DATE`;
}

function edge(period: string, { year, day }: { year: string; day: 1 | 2 }): string {
  const named =
    day === 1 ? `split_part(${period}, '..', 1)` : `regexp_extract(${period}, '([^.]*)$', 1)`;
  return `CASE WHEN ${period} LIKE '____' THEN TRY_CAST(${period} || '${year}' AS DATE)
    WHEN ${period} LIKE '____-Q_' THEN TRY_CAST(concat(left(${period}, 4), '-', lpad(CAST(coalesce(TRY_CAST(right(${period}, 1) AS INTEGER), 9) * 3 - 2 AS VARCHAR), 2, '0'), '-01') AS DATE)
    WHEN ${period} LIKE '____-W__' THEN CAST(try_strptime(${period} || '-1', '%G-W%V-%u') AS DATE)
    WHEN ${period} LIKE '____-__' THEN TRY_CAST(${period} || '-01' AS DATE)
    ELSE TRY_CAST(${named} AS DATE) END`;
}
