import type { Workbench } from "#exports/workbench.ts";
import { beginsPlainly, identifier, literal, rowsOf } from "#reconcile/sql.ts";

/** Writes the rows of a query as CSV. What a spreadsheet would run as a formula is text in it, behind an apostrophe: the sheet is ours, what was captured stays. */
export async function writeRows(
  bench: Workbench,
  query: string,
): Promise<{ path: string; count: number }> {
  const path = bench.scratch();
  const columns = await rowsOf(bench.connection, `DESCRIBE ${query}`);
  const texts = columns
    .filter(({ column_type: type }) => type === "VARCHAR")
    .map(({ column_name: name }) => neutral(identifier(String(name))));
  const cells = texts.length > 0 ? `SELECT * REPLACE (${texts.join(", ")}) FROM (${query})` : query;
  const [copied] = await rowsOf(
    bench.connection,
    `COPY (${cells}) TO ${literal(path)} (FORMAT csv, HEADER)`,
  );
  return { path, count: Number(copied?.["Count"]) };
}

function neutral(column: string): string {
  const runs = `regexp_matches(${column}, '^\\s*[=+\\-@＝＋－＠]|^[\\t\\r\\n]')`;
  const isNumber = `regexp_full_match(${column}, '[+-]?[0-9]+([.][0-9]+)?')`;
  return `CASE WHEN ${beginsPlainly(column)} THEN ${column} WHEN ${runs} AND NOT ${isNumber} THEN concat('''', ${column}) ELSE ${column} END AS ${column}`;
}
