/**
 * CTEs `usual` (`longest`: the hours after which a conversion is late, three times what it usually takes where that is
 * more) and `arrived`: each conversion by the window it was recorded in (`ago`), 1 in `late` where it was, then with its `value`.
 * Those that are late today happened before.
 */
export function lateCtes(hours: number): string {
  return `recorded AS (
      SELECT partner_id, source, coalesce(value, 0) AS value, epoch(recorded_at - occurred_at) / 3600.0 AS hours,
        conversions.day AS happened, CAST(timezone(period.timezone, timezone('UTC', recorded_at)) AS DATE) AS day
      FROM conversions CROSS JOIN period WHERE recorded_at IS NOT NULL
    ), usual AS (
      SELECT greatest(${hours}, 3 * coalesce(approx_quantile(hours, 0.95) FILTER (ago > 0), 0)) AS longest
      FROM recorded JOIN days USING (day)
    ), arrived AS (
      SELECT ago, partner_id, source, happened, 1 AS conversions, CAST(hours > longest AS INTEGER) AS late,
        CASE WHEN hours > longest THEN value ELSE 0 END AS value
      FROM recorded JOIN days USING (day) CROSS JOIN usual
    )`;
}
