import { createHash } from "node:crypto";

import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";

import type { SheetHome } from "#cadence/close/sheet-homes.ts";
import { sheetColumns } from "#cadence/close/sheet-lines.ts";
import type { SheetLine } from "#cadence/close/sheet-lines.ts";
import { neutralCell } from "#evidence/package/spreadsheet-cell.ts";

/** A sheet as CSV; what a spreadsheet would run as a formula is text in it. */
export function sheetText(lines: readonly SheetLine[]): string {
  const cells = lines.map((line) => sheetColumns.map((column) => neutralCell(line[column] ?? "")));
  return stringify([[...sheetColumns], ...cells]);
}

export function readSheet(text: string): SheetLine[] {
  return parse(text, { columns: true, relax_column_count: true });
}

/** The name of a sheet: no two programs share one, also where capitals and small letters are the same file. */
export function sheetFile(kind: "payouts" | "revenue", { program, currency }: SheetHome): string {
  const unit = currency.toLowerCase();
  if (kind === "revenue") return `revenue_${unit}.csv`;
  if (program === null) return `payouts_${unit}.csv`;
  return `payouts_${program === "" ? "_no-program" : plainName(program)}_${unit}.csv`;
}

function plainName(text: string): string {
  if (/^[a-z0-9]+([_-][a-z0-9]+)*$/.test(text) && text.length <= 60) return text;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const kept = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replaceAll(/^-+|-+$/g, "");
  return kept === "" ? hash : `${kept}-${hash}`;
}
