import type { ReportItem } from "#model/report.ts";
import { printable } from "#terminal/printable.ts";

/** Characters of a cell that are shown; its file has all. */
const widest = 40;

/** A table of a report as lines for a terminal, each column as wide as its widest cell. */
export function rowTable({ columns, rows }: Extract<ReportItem, { kind: "table" }>): string {
  const cells = [columns.map(({ title }) => title), ...rows].map((row) => row.map(shortened));
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  return cells
    .map((row) => `    ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}

function shortened(text: string): string {
  const line = printable(text).replaceAll(/\s+/g, " ");
  return line.length > widest ? `${line.slice(0, widest - 1)}…` : line;
}
