/** Neutralises the cells of a sheet's text that a spreadsheet would run as formulas; numbers stay. */
export function neutralCells(text: string, delimiter: string): { text: string; cells: number } {
  let cells = 0;
  const mark = delimiter.replaceAll(/[\\\]^-]/g, String.raw`\$&`);
  const number = String.raw`[+-]?\d+(?:[.,]\d+)?"?(?:[${mark}\r\n]|$)`;
  const start = new RegExp(`(^|[${mark}\\r\\n])("?)(?=[ ]*[=+\\-@＝＋－＠])(?!${number})`, "gu");
  const neutral = text.replaceAll(start, (_, before: string, quote: string) => {
    cells += 1;
    return `${before}${quote}'`;
  });
  return { text: neutral, cells };
}
