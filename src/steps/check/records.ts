import { UsageError } from "#errors.ts";
import { datasetNames } from "#model/datasets.ts";
import { collectedIn } from "#model/earlier.ts";
import type { ReportItem } from "#model/report.ts";
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
  if (asked.length === 0) return attention(`Not available: ${lacking.join(", ") || "no dataset"}`);
  if (asked.every(({ rows }) => rows === 0)) return attention("No records to confirm");
  const inner = `(\n${sql.trim().replace(/;$/, "")}\n)`;
  let counted: readonly Row[];
  try {
    counted = await world.query(`SELECT count(*) AS count FROM ${inner}`, exports);
  } catch (error) {
    // Only now is it known that the name meant the dataset, and not a column or a word.
    if (error instanceof UsageError && lacking.length > 0) {
      return attention(`Not available: ${lacking.join(", ")}`);
    }
    throw error;
  }
  const rows = Number(counted[0]?.["count"] ?? 0);
  if (rows <= most) return confirmed;
  const records = `${rows.toLocaleString("en-US")} ${rows === 1 ? "record" : "records"}`;
  const allowed = most === 0 ? "" : `, at most ${most.toLocaleString("en-US")} expected`;
  const first = await world.query(`SELECT * FROM ${inner} LIMIT ${shown}`, exports);
  return { ...attention(`${records} found${allowed}`), report: [tableOf(first, rows, records)] };
}

function tableOf(rows: readonly Row[], total: number, records: string): ReportItem {
  const columns = Object.keys(rows[0] ?? {});
  return {
    kind: "table",
    caption: total > rows.length ? `The first ${rows.length} of ${records}` : records,
    columns: columns.map((title) => ({ title, align: "left" })),
    rows: rows.map((row) => columns.map((column) => row[column] ?? "")),
  };
}
