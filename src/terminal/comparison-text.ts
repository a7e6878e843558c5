import { styleText } from "node:util";

import type { Difference, Differences, Total } from "#exports/differences.ts";
import type { Dataset } from "#model/datasets.ts";
import type { ExportManifest } from "#model/export.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { Finding } from "#model/outcome.ts";
import { printable } from "#terminal/printable.ts";
import { rowTable } from "#terminal/row-table.ts";

type Refusal = { readonly fields: readonly string[]; readonly message: string };

/** One export of two that are compared. */
interface ComparedExport {
  readonly file: string;
  readonly source: string;
  readonly captured_at: string;
  readonly rows: number;
  readonly rejected: number;
  readonly parts: readonly { readonly file: string; readonly sha256: string }[];
}

/** What `compare --json` prints (docs/command-line.md): a stable contract. */
export interface Comparison extends Omit<Differences, "records" | "totals" | "lacking"> {
  readonly verdict: "match" | "explained" | "no_data" | "refused";
  readonly dataset: Dataset | null;
  readonly context: FilterContext | null;
  readonly expected: ComparedExport | null;
  readonly actual: ComparedExport | null;
  readonly totals: readonly Total[];
  readonly records: readonly Difference[];
  readonly findings: readonly Finding[];
  readonly refusal: Refusal | null;
}

/** The document of a comparison: a match where no record, no column and no failing finding tells the two exports apart. */
export function comparisonOf(
  expected: ExportManifest,
  actual: ExportManifest,
  { lacking, ...differences }: Differences,
): Comparison {
  const findings = [
    ...lackingColumns(expected.name, lacking.expected),
    ...lackingColumns(actual.name, lacking.actual),
    ...new Map(
      [...expected.findings, ...actual.findings].map((finding) => [finding.message, finding]),
    ).values(),
  ];
  const { added, removed, changed } = differences;
  const isEqual =
    added + removed + changed === 0 && !findings.some(({ severity }) => severity === "fail");
  const isSilent = isEqual && expected.rows + actual.rows === 0;
  return {
    verdict: isSilent ? "no_data" : isEqual ? "match" : "explained",
    dataset: expected.dataset,
    context: expected.context,
    expected: sideOf(expected),
    actual: sideOf(actual),
    ...differences,
    findings,
    refusal: null,
  };
}

/** The document of a comparison that was refused. */
export function refusedComparison(refusal: Refusal): Comparison {
  return {
    verdict: "refused",
    dataset: null,
    context: null,
    expected: null,
    actual: null,
    added: 0,
    removed: 0,
    changed: 0,
    columns: {},
    totals: [],
    records: [],
    findings: [],
    refusal,
  };
}

function sideOf({ name, source, captured_at, parts, rows, rejected }: ExportManifest) {
  const files = parts.map(({ file, sha256 }) => ({ file, sha256 }));
  return { file: name, source, captured_at, rows, rejected, parts: files };
}

function lackingColumns(file: string, columns: readonly string[]): Finding[] {
  if (columns.length === 0) return [];
  const message = `${file} has no ${columns.join(", ")}, which the other export has: not compared.`;
  return [{ id: "column_missing", severity: "fail", message, rows: 0 }];
}

/** A comparison for a person at a terminal: what it comes to, both exports, the totals and the largest differences. */
export function comparisonText(comparison: Comparison, most: number): string {
  const { expected, actual, totals, records, findings } = comparison;
  if (!expected || !actual) return "";
  const sections = [
    styleText("bold", printable(sentenceOf(comparison))),
    printable([expected, actual].map(sideLine).join("\n")),
    printable(totals.map(totalLine).join("\n")),
    records.length === 0 ? "" : differenceTable(comparison, most),
    printable(findings.map(({ severity, message }) => `${severity}: ${message}`).join("\n")),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function sentenceOf({ verdict, dataset, expected, added, removed, changed }: Comparison): string {
  if (verdict === "no_data") return `No data: neither export of ${dataset} holds a record.`;
  const rows = expected?.rows ?? 0;
  const records = `${count(rows)} ${rows === 1 ? "record" : "records"}`;
  if (verdict === "match") return `Equal: ${records} of ${dataset}, the same in both exports.`;
  const parts = [
    `${count(added)} added`,
    `${count(removed)} removed`,
    `${count(changed)} changed`,
  ].join(", ");
  return `Different: of ${records} of ${dataset}, ${parts}.`;
}

function sideLine({ file, rows, rejected, captured_at: at }: ComparedExport): string {
  const lost = rejected === 0 ? "" : `, ${count(rejected)} rejected`;
  return `  ${file}  ${count(rows)} records${lost}, captured ${at}`;
}

function totalLine({ column, currency, expected, actual, gap }: Total): string {
  const unit = currency === null ? "" : ` ${currency}`;
  return `  ${column}${unit}: ${expected} then ${actual}, ${signed(gap)}`;
}

function differenceTable({ records, added, removed, changed }: Comparison, most: number): string {
  const shown = records.slice(0, most);
  const rows = shown.flatMap(rowsOf);
  const titles = ["Change", "Record", "Amount", "Column", "Expected", "Actual"];
  const columns = titles.map((title) => ({ title, align: "left" }) as const);
  const rest = added + removed + changed - shown.length;
  const more = rest > 0 ? `\n    and ${count(rest)} more; --json lists the first thousand` : "";
  const table = rowTable({ kind: "table", caption: "", columns, rows });
  return `The largest differences\n${table}${more}`;
}

/** A record, a line for each column that differs. */
function rowsOf({ change, id, amount, currency, columns }: Difference): string[][] {
  const money = amount === null ? "" : [signed(amount), currency ?? ""].join(" ");
  const [first = [], ...others] = columns.map((pair) => [
    pair.column,
    pair.expected ?? "",
    pair.actual ?? "",
  ]);
  return [[change, id, money, ...first], ...others.map((pair) => ["", "", "", ...pair])];
}

function signed(amount: string): string {
  return /^-|^0(\.0+)?$/.test(amount) ? amount : `+${amount}`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
