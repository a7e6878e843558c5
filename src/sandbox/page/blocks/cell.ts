import type { TableBlock } from "@slack/types";
import type { Box } from "../box.ts";
import { richTextView, richTextWords } from "../text/rich-text.ts";
import { plainView } from "../text/text-view.ts";

export type Cell = TableBlock["rows"][number][number];

export function cellView(cell: Cell, box: Box): unknown {
  return cell.type === "rich_text" ? richTextView(cell, box) : plainView(cell.text);
}

export function cellWords(cell: Cell): string {
  return cell.type === "rich_text" ? richTextWords(cell) : cell.text;
}

/** Orders two cells: numbers by value, words as a reader would, numbers before words. */
export function compareCells(a: Cell, b: Cell): number {
  if (a.type === "raw_number" && b.type === "raw_number") return a.value - b.value;
  if (a.type === "raw_number") return -1;
  if (b.type === "raw_number") return 1;
  return cellWords(a).localeCompare(cellWords(b), undefined, { numeric: true });
}
