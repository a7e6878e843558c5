import { isUtf8 } from "node:buffer";

import { UsageError } from "#errors.ts";
import { ByteReader, ByteWriter } from "#exports/byte-files.ts";
import { CsvScanner, indentEnd, lineEnd } from "#exports/csv-scan.ts";
import type { Dialect } from "#exports/dialect.ts";
import { RecordRejects, longestRead, tooLong } from "#exports/record-rejects.ts";
import type { RecordsResult } from "#exports/record-rejects.ts";

export interface CsvRecordsInput {
  readonly from: string;
  readonly to: string;
  /** Name for people. */
  readonly file: string;
  readonly dialect: Dialect;
  /** Columns of the header. */
  readonly fields: number;
}

const longestRecord = 4 << 20;
const lineFeed = 10;

/**
 * Writes a CSV file again with the number and the line of each record as its first columns, in the same delimiter and quote, quotes
 * doubled, without the damaged records. After damage it goes on at the next line.
 */
export async function csvRecords(input: CsvRecordsInput): Promise<RecordsResult> {
  const { from, to, file, dialect, fields } = input;
  const scanner = new CsvScanner(dialect);
  const rejects = new RecordRejects(file);
  const reader = await ByteReader.open(from);
  const writer = await ByteWriter.create(to);
  let line = 1;
  let records = 0;
  let inHeader = true;
  try {
    await reader.more();
    if (reader.bytes.indexOf("\u{feff}") === 0) reader.position = 3;
    for (; line <= dialect.skip; line += 1) {
      reader.position = lineEnd(reader.bytes, reader.position);
    }
    let checkedLine = line;
    for (;;) {
      const { bytes, position, ended } = reader;
      if (ended && position === bytes.length) break;
      let kind = scanner.scan(bytes, position, ended);
      if (kind === "incomplete" && bytes.length - position > longestRecord) {
        kind = scanner.scan(bytes.subarray(0, position + longestRecord), position, true);
      }
      if (kind === "record" && scanner.end - position > longestRead) throw tooLong(file, line);
      if (kind === "incomplete") {
        refuseForeignText(bytes.subarray(0, position), checkedLine, file);
        checkedLine = line;
        await writer.flush();
        await reader.more();
        continue;
      }
      const isWhole = kind === "record" && (inHeader || dropSurplus(scanner, fields) === fields);
      if (kind === "blank") {
        line += 1;
        reader.position = scanner.end;
      } else if (isWhole) {
        if (inHeader) writeHeader(writer, scanner, fields);
        else writeRecord(writer, scanner, bytes, [(records += 1), line]);
        inHeader = false;
        line += 1 + scanner.innerLines;
        reader.position = scanner.end;
      } else {
        const reason = kind === "damaged" ? badQuotes : badFields(scanner.fields, fields);
        rejects.add(line, bytes.subarray(position, scanner.next), reason);
        line += 1;
        reader.position = scanner.next;
      }
    }
    refuseForeignText(reader.bytes, checkedLine, file);
    return rejects.result;
  } finally {
    await writer.close();
    await reader.close();
  }
}

const badQuotes =
  "has a quoted value that is not closed where it should be; close the quote, and double quotes inside a value";

function badFields(found: number, wanted: number): string {
  return `has ${found} ${found === 1 ? "value" : "values"} where the header has ${wanted} columns; put values that hold the delimiter in quotes`;
}

/** An empty value too many, after a delimiter at the end of the line, is not counted. */
function dropSurplus(scanner: CsvScanner, fields: number): number {
  const { bounds } = scanner;
  if (scanner.fields === fields + 1 && bounds.at(-1) === bounds.at(-2)) {
    bounds.length -= 2;
    scanner.fields = fields;
    scanner.contentEnd = bounds.at(-1) ?? scanner.contentEnd;
  }
  return scanner.fields;
}

function writeHeader(writer: ByteWriter, { delimiter }: CsvScanner, fields: number): void {
  writer.text(`record${delimiter.toString().repeat(fields + 1)}\n`);
}

function writeRecord(
  writer: ByteWriter,
  scanner: CsvScanner,
  bytes: Buffer,
  place: [number, number],
): void {
  const { bounds, delimiter, plain } = scanner;
  writer.text(place.join(delimiter.toString()));
  if (plain) {
    writer.range(delimiter, 0, delimiter.length);
    writer.range(bytes, bounds[0] ?? 0, scanner.contentEnd);
  } else {
    for (let index = 0; index < bounds.length; index += 2) {
      writer.range(delimiter, 0, delimiter.length);
      writeValue(writer, scanner, bytes, bounds[index] ?? 0, bounds[index + 1] ?? 0);
    }
  }
  writer.byte(lineFeed);
}

/** Writes one value in quotes, quotes inside doubled, whatever way it was written. */
function writeValue(
  writer: ByteWriter,
  { quote, escape }: CsvScanner,
  bytes: Buffer,
  start: number,
  end: number,
): void {
  const open = indentEnd(bytes, start);
  const quoted = open < end && bytes[open] === quote;
  const last = quoted ? bytes.lastIndexOf(quote, end - 1) : end;
  writer.byte(quote);
  for (let at = quoted ? open + 1 : start; at < last; at += 1) {
    if (quoted && bytes[at] === escape && at + 1 < last) {
      const isEscape = escape === quote || bytes[at + 1] === quote || bytes[at + 1] === escape;
      if (isEscape) at += 1;
    }
    if (bytes[at] === quote) writer.byte(quote);
    writer.byte(bytes[at] ?? 0);
  }
  writer.byte(quote);
}

function refuseForeignText(bytes: Buffer, firstLine: number, file: string): void {
  if (isUtf8(bytes)) return;
  let line = firstLine;
  for (let start = 0; start < bytes.length; line += 1) {
    const found = bytes.indexOf(lineFeed, start);
    const end = found < 0 ? bytes.length : found + 1;
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end;
  }
  throw new UsageError(
    `${file} is not UTF-8 text: line ${line} holds bytes of another encoding; export it as UTF-8.`,
  );
}
