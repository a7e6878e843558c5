import type { DataTableBlock, KnownBlock, TableBlock } from "@slack/types";

import type { ReportItem, TableColumn } from "#model/report.ts";
import { cellText, cut, limits, more } from "#slack/block-budget.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, italic, line, monospace, richText } from "#slack/rich-text.ts";

type Table = Extract<ReportItem, { kind: "table" }>;

/** Past this many rows a table is paged, sorted and filtered by the reader; a table of all causes with its totals stays whole. */
const longTable = 25;
const pageSize = 10;
const classicWidth = 28;
const classicRows = 200;

/** A table as the newest block that fits it, in older workspaces as lines that align; what is left out is counted. */
export function table({ caption, columns, rows }: Table): Message {
  const text = `${caption} (${rows.length.toLocaleString("en-US")} rows)`;
  const heading = richText(line([bold(caption)]));
  if (rows.length === 0 || columns.length === 0) {
    return message(text, [richText(line([bold(caption)]), line([italic("Nothing to show.")]))]);
  }
  const shownColumns = columns.slice(0, limits.tableColumns);
  const shown = fitting(shownColumns, rows);
  const left = rows.length - shown.length;
  const rest: KnownBlock[] = left > 0 ? [richText(line([italic(more(left, "row"))]))] : [];
  const modern =
    rows.length > longTable
      ? [pagedTable(caption, shownColumns, shown), ...rest]
      : [heading, plainTable(shownColumns, shown), ...rest];
  return message(text, modern, classicTable(caption, shownColumns, rows));
}

function fitting(columns: readonly TableColumn[], rows: Table["rows"]): string[][] {
  const kept: string[][] = [];
  let size = columns.reduce((sum, { title }) => sum + cellText(title).length, 0);
  for (const row of rows.slice(0, limits.tableRows - 1)) {
    const cells = columns.map((_, index) => cellText(row[index] ?? ""));
    size += cells.join("").length;
    if (size > limits.tableTexts) break;
    kept.push(cells);
  }
  return kept;
}

function plainTable(columns: readonly TableColumn[], rows: readonly string[][]): TableBlock {
  return {
    type: "table",
    column_settings: columns.map(({ align }) => ({ align, is_wrapped: align === "left" })),
    rows: [
      columns.map(({ title }) => richText(line([bold(cellText(title))]))),
      ...rows.map((row) => row.map((cell) => ({ type: "raw_text" as const, text: cell }))),
    ],
  };
}

function pagedTable(
  caption: string,
  columns: readonly TableColumn[],
  rows: readonly string[][],
): DataTableBlock {
  return {
    type: "data_table",
    caption: cut(caption, limits.caption) || "Table",
    page_size: pageSize,
    rows: [
      columns.map(({ title }) => ({ type: "raw_text" as const, text: cellText(title) })),
      ...rows.map((row) =>
        row.map((cell, index) =>
          columns[index]?.align === "right" ? numberCell(cell) : rawText(cell),
        ),
      ),
    ],
  };
}

/** The exact text is shown; the number beside it only sorts. */
function numberCell(text: string): DataTableBlock["rows"][number][number] {
  const value = Number(text.replaceAll(",", "").replace("−", "-"));
  return Number.isFinite(value) ? { type: "raw_number", value, text } : rawText(text);
}

function rawText(text: string) {
  return { type: "raw_text" as const, text };
}

function classicTable(
  caption: string,
  columns: readonly TableColumn[],
  rows: Table["rows"],
): KnownBlock[] {
  const some = rows.slice(0, classicRows);
  const cells = [columns.map(({ title }) => title), ...some].map((row) =>
    columns.map((_, index) => cellText(row[index] ?? "", classicWidth).replaceAll("\n", " ")),
  );
  const widths = columns.map((_, index) =>
    Math.max(...cells.map((row) => row[index]?.length ?? 0)),
  );
  const lines: string[] = [];
  let size = 0;
  for (const row of cells) {
    const text = row
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return columns[index]?.align === "right" ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
    size += text.length + 1;
    if (size > limits.section) break;
    lines.push(text);
  }
  const left = rows.length - Math.max(lines.length - 1, 0);
  return [
    richText(line([bold(caption)]), monospace(lines.join("\n"), limits.section)),
    ...(left > 0 ? [richText(line([italic(more(left, "row"))]))] : []),
  ];
}
