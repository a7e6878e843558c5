const runs = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;
const plainNumber = /^[+-]?\d+(\.\d+)?$/;

/** A cell for a sheet we derive: what a spreadsheet would run as a formula is text there, behind an apostrophe; numbers stay. */
export function neutralCell(cell: string): string {
  return runs.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell;
}
