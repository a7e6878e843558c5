/** A SELECT of `problem`, `record` (its dataset), `id`, `detail` and `value`: what is wrong with which record. */
export type ProblemSql = string;

/**
 * One SELECT for `judgeProblems`: how many records were examined, and of those that are wrong the thousand with the most
 * money, each with the numbers of all. Of older ones, told before and still so, only their number.
 */
export function problemsSql(
  examined: readonly string[],
  wrong: readonly ProblemSql[],
  older: readonly ProblemSql[] = [],
): string {
  const counted = examined.map((table) => `(SELECT count(*) FROM ${table})`).join(" + ");
  const none = `SELECT NULL AS problem, NULL AS record, NULL AS id, NULL AS detail, NULL AS value WHERE false`;
  return `
    WITH older AS (
      SELECT count(*) AS older FROM (SELECT DISTINCT record, id FROM (${[none, ...older].join(" UNION ALL ")}))
    ), wrong AS (
      SELECT CAST(problem AS VARCHAR) AS problem, CAST(record AS VARCHAR) AS record, CAST(id AS VARCHAR) AS id,
        CAST(detail AS VARCHAR) AS detail, CAST(value AS DECIMAL(38, 10)) AS value
      FROM (${[none, ...wrong].join(" UNION ALL ")})
    ), risks AS (
      SELECT coalesce(sum(value), 0) AS at_risk, count(*) AS wrong FROM (
        SELECT record, id, max(abs(value)) AS value FROM wrong GROUP BY record, id)
    ), counts AS (SELECT problem, count(*) AS of_problem FROM wrong GROUP BY problem),
    worst AS (
      SELECT * FROM wrong
      QUALIFY row_number() OVER (PARTITION BY problem ORDER BY abs(value) DESC NULLS LAST, id) = 1
        OR row_number() OVER (ORDER BY abs(value) DESC NULLS LAST, id) <= 1000
    )
    SELECT NULL AS problem, NULL AS record, NULL AS id, NULL AS detail, NULL AS value, NULL AS of_problem,
      NULL AS at_risk, NULL AS wrong, ${counted || "0"} AS examined, older FROM older
    UNION ALL
    (SELECT problem, record, id, detail, value, of_problem, at_risk, wrong, NULL, NULL
     FROM worst JOIN counts USING (problem) CROSS JOIN risks
     ORDER BY abs(value) DESC NULLS LAST, problem, id)`;
}
