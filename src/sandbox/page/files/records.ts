import { parse } from "csv-parse/browser/esm/sync";

/** The first rows of a delimited file; the delimiter is the one its first line has most of. */
export function recordsOf(text: string, isWhole: boolean, most: number): readonly string[][] {
  const complete = isWhole ? text : text.slice(0, text.lastIndexOf("\n"));
  return parse(complete, {
    bom: true,
    delimiter: delimiterOf(complete),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    to: most,
  });
}

function delimiterOf(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  const counts = [",", ";", "\t", "|"].map((each) => [line.split(each).length, each] as const);
  return counts.reduce((best, each) => (each[0] > best[0] ? each : best))[1];
}
