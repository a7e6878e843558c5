import { isUtf8 } from "node:buffer";

import { UsageError } from "#errors.ts";
import { ByteReader, ByteWriter } from "#exports/byte-files.ts";
import { JsonScanner } from "#exports/json-scan.ts";
import { RecordRejects, longestRead, tooLong } from "#exports/record-rejects.ts";
import type { RecordsResult } from "#exports/record-rejects.ts";

export interface JsonRecordsInput {
  readonly from: string;
  readonly to: string;
  /** Name for people. */
  readonly file: string;
  /** `json` is one array of objects, `jsonl` one object per line. */
  readonly form: "json" | "jsonl";
  /** Keys that are looked for, and so have a column before they occur. */
  readonly wanted: readonly string[];
}

export interface JsonRecords extends RecordsResult {
  /** The key of each column, empty for one that never occurred. */
  readonly columns: readonly string[];
}

const mostColumns = 2000;

/**
 * Writes JSON objects as a CSV file with the number and the line of each as its first columns; numbers keep the digits
 * they were written with, for a double would lose some. A later object may bring a new key: then all is written once more.
 */
export async function jsonRecords(input: JsonRecordsInput): Promise<JsonRecords> {
  const first = await written(input, input.wanted);
  const { rejected, rejects, columns, seen } = first.grew
    ? await written(input, first.columns)
    : first;
  return { rejected, rejects, columns: columns.map((name) => (seen.has(name) ? name : "")) };
}

async function written(
  { from, to, file, form }: JsonRecordsInput,
  before: readonly string[],
): Promise<JsonRecords & { seen: ReadonlySet<string>; grew: boolean }> {
  const columns = [...before];
  const known = new Set(columns);
  const seen = new Set<string>();
  const rejects = new RecordRejects(file);
  const reader = await ByteReader.open(from);
  const writer = await ByteWriter.create(to);
  const scanner = new JsonScanner(form, file);
  let records = 0;
  let grew = false;
  try {
    writer.text("record,line\n");
    for (;;) {
      const found = scanner.next(reader);
      if (found === "end") break;
      if (found === "more") {
        await writer.flush();
        await reader.more();
        continue;
      }
      const bytes = reader.bytes.subarray(scanner.start, scanner.end);
      if (!isUtf8(bytes)) {
        throw new UsageError(
          `${file} is not UTF-8 text: line ${scanner.line} holds bytes of another encoding; export it as UTF-8.`,
        );
      }
      const record = parsed(bytes.toString());
      if (record === null) {
        rejects.add(
          scanner.line,
          bytes,
          'is not a JSON object; write one like {"id": "a1", "amount": 12.5}',
        );
        continue;
      }
      for (const name of Object.keys(record)) {
        seen.add(name);
        if (known.has(name)) continue;
        known.add(name);
        columns.push(name);
        grew ||= records > 0;
      }
      if (columns.length > mostColumns) {
        throw new UsageError(
          `${file} has more than ${mostColumns} different keys, so its objects are not records of one kind; export a list of records.`,
        );
      }
      records += 1;
      let row = `${records},${scanner.line}`;
      for (const name of columns) row += `,${quoted(record[name])}`;
      if (Buffer.byteLength(row) > longestRead) throw tooLong(file, scanner.line);
      writer.text(`${row}\n`);
    }
    const [damaged] = rejects.rejects;
    if (damaged && records === 0) {
      throw new UsageError(
        `${file} begins like JSON, but line ${damaged.line} is no JSON object and no other line is; export an array of objects, [{…}, {…}], or one object per line.`,
      );
    }
    return { ...rejects.result, columns, seen, grew };
  } finally {
    await writer.close();
    await reader.close();
  }
}

function quoted(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `"${text.replaceAll('"', '""')}"`;
}

/** The object a text stands for, its numbers as written; null when it is no JSON object. */
function parsed(text: string): Record<string, unknown> | null {
  try {
    const value = (risky.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)) as unknown;
    const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
    return isRecord ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** All other numbers come out of a double with the value they were written with, and without exponent. */
const risky = /\d[\d.]{15}|\d[eE][+-]?\d|0\.000000/;

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || context?.source === undefined) return value;
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(context.source);
}
