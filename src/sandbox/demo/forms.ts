import { gzipSync } from "node:zlib";

import { type Options, stringify } from "csv-stringify/sync";

export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** Comma separated with a header; empty for null. */
export function csv(rows: readonly Row[], options: Options = {}): Buffer {
  const cast = { boolean: (value: boolean) => String(value) };
  return Buffer.from(stringify([...rows], { header: true, cast, ...options }));
}

/** As a spreadsheet of Windows saves it: byte-order mark and CRLF. */
export function windowsCsv(rows: readonly Row[]): Buffer {
  return csv(rows, { bom: true, record_delimiter: "windows" });
}

/** As a spreadsheet of most of Europe saves it. */
export function semicolonCsv(rows: readonly Row[]): Buffer {
  return csv(rows, { delimiter: ";" });
}

/** A JSON array, one record to a line. */
export function json(rows: readonly Row[]): Buffer {
  return Buffer.from(`[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`);
}

export function jsonLines(rows: readonly Row[]): Buffer {
  return Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

export function gzip(bytes: Buffer): Buffer {
  return gzipSync(bytes);
}
