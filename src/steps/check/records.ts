import { IncomparableError, UsageError } from "#errors.ts";
import { datasetNames, definitionOf } from "#model/datasets.ts";
import { collectedIn } from "#model/earlier.ts";
import type { ExportManifest } from "#model/export.ts";
import type { ReportItem } from "#model/report.ts";
import { identifier } from "#reconcile/sql.ts";
import type { StepInput, StepOutcome, StepWorld } from "#step.ts";
import { attention, confirmed } from "./outcome.ts";

/** Rows that are shown; all are counted. */
const shown = 10;

type Row = Readonly<Record<string, string | null>>;

/** Asks the run's exports for records that must not be. */
export async function checkRecords(
  { sql, most }: { sql: string; most: number },
  outcomes: StepInput["outcomes"],
  world: StepWorld,
): Promise<StepOutcome> {
  const exports = collectedIn(outcomes);
  const named = datasetNames.filter((dataset) => new RegExp(`\\b${dataset}\\b`, "i").test(sql));
  const asked = exports.filter(({ dataset }) => named.includes(dataset));
  const lacking = named.filter((name) => !exports.some(({ dataset }) => dataset === name));
  if (named.length === 0) {
    const collected = exports.map(({ dataset }) => dataset).join(", ") || "none";
    return attention(`The SQL names no collected dataset; collected: ${collected}.`);
  }
  if (asked.length === 0) return attention(`Not available: ${lacking.join(", ")}`);
  if (asked.every(({ rows }) => rows === 0)) return attention("No records to confirm");
  const inner = `(\n${sql.trim().replace(/;$/, "")}\n)`;
  let counted: readonly Row[];
  try {
    counted = await world.query(`SELECT count(*) AS count FROM ${inner}`, exports);
  } catch (error) {
    if (!(error instanceof UsageError) || error instanceof IncomparableError) throw error;
    // Only now is it known that the name meant the dataset, and not a column or a word.
    if (lacking.length > 0) return attention(`Not available: ${lacking.join(", ")}`);
    const known = await Promise.all(asked.map((manifest) => columnsIn(manifest, exports, world)));
    throw new UsageError([error.message, ...known].join(" "), ["sql"], { cause: error });
  }
  const rows = Number(counted[0]?.["count"] ?? 0);
  if (rows <= most) return confirmed;
  const records = `${rows.toLocaleString("en-US")} ${rows === 1 ? "record" : "records"}`;
  const allowed = most === 0 ? "" : `, at most ${most.toLocaleString("en-US")} expected`;
  const first = await world.query(`SELECT * FROM ${inner} LIMIT ${shown}`, exports);
  const columns = toldOf(Object.keys(first[0] ?? {}));
  const selected = columns.map(identifier).join(", ");
  const kept = await world.keepRows(`SELECT ${selected} FROM ${inner}`, exports, "Rows found");
  const files = { kind: "files", text: "The rows found.", files: [kept] } as const;
  return {
    ...attention(`${records} found${allowed}`),
    report: [tableOf({ columns, rows: first, total: rows, records }), files],
    evidence: [kept],
  };
}

/** What may be asked of an export: its columns as they were read, where there was anything to read. */
async function columnsIn(
  { dataset }: ExportManifest,
  exports: readonly ExportManifest[],
  world: StepWorld,
): Promise<string> {
  const [row] = await world.query(`SELECT * FROM ${dataset} LIMIT 1`, exports);
  const columns = toldOf(Object.keys(row ?? definitionOf(dataset).columns));
  return `${dataset} has: ${columns.join(", ")}.`;
}

/** Without the columns that only say of another how it was written; DuckDB numbers those of joined tables. */
function toldOf(columns: readonly string[]): string[] {
  const mark = /_is_date(?=(_\d+)?$)/;
  return columns.filter(
    (column) => !mark.test(column) || !columns.includes(column.replace(mark, "")),
  );
}

function tableOf({
  columns,
  rows,
  total,
  records,
}: {
  columns: readonly string[];
  rows: readonly Row[];
  total: number;
  records: string;
}): ReportItem {
  return {
    kind: "table",
    caption: total > rows.length ? `The first ${rows.length} of ${records}` : records,
    columns: columns.map((title) => ({ title, align: "left" })),
    rows: rows.map((row) => columns.map((column) => shortened(row[column] ?? ""))),
  };
}

/** Money is kept with ten decimals; two are shown, and those that say something. */
function shortened(value: string): string {
  return value.replace(/^(-?\d+\.\d\d)(\d{8})$/, (_, said: string, rest: string) => {
    return said + rest.replace(/0+$/, "");
  });
}
