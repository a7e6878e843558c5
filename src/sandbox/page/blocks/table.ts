import type { TableBlock } from "@slack/types";
import { html, nothing, type TemplateResult } from "lit-html";
import type { Box } from "../box.ts";
import { cellView, type Cell } from "./cell.ts";

type Row = readonly Cell[];

/** A table headed by its first row, or, where only the first column is bold, by that column. */
export function tableView(block: TableBlock, box: Box): TemplateResult {
  const rows: readonly Row[] = block.rows;
  const isHeadedBySide = hasBoldSide(rows[0] ?? []);
  const [head, body] = isHeadedBySide ? [null, rows] : [rows[0] ?? [], rows.slice(1)];
  const classOf = (column: number) => {
    const { align = "left", is_wrapped: wraps = false } = block.column_settings?.[column] ?? {};
    return `${align}${wraps ? " wraps" : ""}`;
  };
  const cellOf = (cell: Cell, column: number) =>
    isHeadedBySide && column === 0
      ? html`<th scope="row" class=${classOf(column)}>${cellView(cell, box)}</th>`
      : html`<td class=${classOf(column)}>${cellView(cell, box)}</td>`;
  return html`<div class="table-frame" tabindex="0" role="group" aria-label="Table">
    <table>
      ${head ? headView(head, classOf, box) : nothing}
      <tbody>
        ${body.map(
          (row) =>
            html`<tr>
              ${row.map(cellOf)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function headView(head: Row, classOf: (column: number) => string, box: Box): TemplateResult {
  const cells = head.map(
    (cell, column) => html`<th scope="col" class=${classOf(column)}>${cellView(cell, box)}</th>`,
  );
  return html`<thead>
    <tr>
      ${cells}
    </tr>
  </thead>`;
}

function hasBoldSide([first, second]: Row): boolean {
  return first !== undefined && second !== undefined && isBold(first) && !isBold(second);
}

function isBold(cell: Cell): boolean {
  if (cell.type !== "rich_text") return false;
  const [section] = cell.elements;
  return (
    section?.type === "rich_text_section" && section.elements.every(({ style }) => style?.bold)
  );
}
