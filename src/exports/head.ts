import { open } from "node:fs/promises";
import { constants, gunzipSync } from "node:zlib";

import { UsageError } from "#errors.ts";
import { damagedGzip, unreadable } from "#exports/file-faults.ts";
import type { ExportForm } from "#exports/naming.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** How a file begins: enough of its text to tell its form and dialect by content. */
export interface Head {
  readonly gzip: boolean;
  readonly encoding: Encoding;
  readonly form: ExportForm;
  /** Without a byte order mark; cut anywhere. */
  readonly text: string;
}

const compressedBytes = 65_536;
const textBytes = 262_144;

/** Reads how a file begins; `file` is its name for people. A UsageError when it is empty, damaged or no text. */
export async function readHead(path: string, file: string): Promise<Head> {
  const bytes = await firstBytes(path, file);
  if (bytes.length === 0) throw new UsageError(`${file} is empty; export it again.`);
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = gzip ? gunzipped(bytes.subarray(0, compressedBytes), file) : bytes;
  const encoding = encodingOf(plain);
  if (encoding === "utf-8") refuseBinary(plain, file);
  const text = new TextDecoder(encoding).decode(plain, { stream: true });
  if (text.trim() === "") throw new UsageError(`${file} is empty; export it again.`);
  return { gzip, encoding, form: formOf(text, file), text };
}

async function firstBytes(path: string, file: string): Promise<Buffer> {
  try {
    const handle = await open(path, "r");
    try {
      const buffer = Buffer.alloc(textBytes);
      let length = 0;
      for (;;) {
        const { bytesRead } = await handle.read(buffer, length, textBytes - length, length);
        length += bytesRead;
        if (bytesRead === 0 || length === textBytes) return buffer.subarray(0, length);
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(error, file);
  }
}

function gunzipped(bytes: Buffer, file: string): Buffer {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, textBytes);
  } catch (error) {
    throw damagedGzip(file, error);
  }
}

function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
}

const known: readonly (readonly [start: string, what: string])[] = [
  ["PK\u0003\u0004", "a ZIP archive or an Excel workbook"],
  ["\u00d0\u00cf\u0011\u00e0", "an old Excel workbook"],
  ["%PDF", "a PDF"],
  ["PAR1", "a Parquet file"],
  ["(\u00b5/\u00fd", "compressed with zstd"],
  ["BZh", "compressed with bzip2"],
];

function refuseBinary(bytes: Buffer, file: string): void {
  const start = bytes.toString("latin1", 0, 4);
  const what = known.find(([magic]) => start.startsWith(magic))?.[1];
  const isText = what === undefined && !bytes.includes(0);
  if (isText) return;
  throw new UsageError(
    `${file} is ${what ?? "not text"}; give it as CSV, a JSON array or JSON lines, plain or gzipped.`,
  );
}

/** By content; the name only decides about a text that opens like JSON and could be a CSV header. */
function formOf(text: string, file: string): ExportForm {
  const start = text.trimStart();
  const saysJson = /\.(json|jsonl|ndjson)(\.gz)?$/i.test(file);
  if (start.startsWith("{") && (saysJson || /^\{\s*["}]/.test(start))) return "jsonl";
  if (start.startsWith("[") && (saysJson || /^\[\s*[[{\]"\d-]/.test(start))) return "json";
  return saysJson && /^["\d]|^(null|true|false)\b/.test(start) ? "json" : "csv";
}
