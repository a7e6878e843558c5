import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

import { damagedGzip } from "#exports/file-faults.ts";
import type { Encoding } from "#exports/head.ts";

export interface PlainTextInput {
  readonly from: string;
  readonly to: string;
  /** Name for people. */
  readonly file: string;
  readonly gzip: boolean;
  readonly encoding: Encoding;
}

/** Writes a gzipped or UTF-16 file as plain UTF-8; the checksum of a gzip file is verified on the way. */
export async function plainText({ from, to, file, gzip, encoding }: PlainTextInput): Promise<void> {
  const decode = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
    if (encoding === "utf-8") return yield* chunks;
    const decoder = new TextDecoder(encoding);
    const encoder = new TextEncoder();
    for await (const chunk of chunks) yield encoder.encode(decoder.decode(chunk, { stream: true }));
    yield encoder.encode(decoder.decode());
  };
  const bytes = createReadStream(from, { highWaterMark: 1 << 20 });
  const out = createWriteStream(to);
  try {
    await (gzip
      ? pipeline(bytes, createGunzip({ chunkSize: 1 << 18 }), decode, out)
      : pipeline(bytes, decode, out));
  } catch (error) {
    const damaged = gzip && String((error as NodeJS.ErrnoException).code).startsWith("Z_");
    throw damaged ? damagedGzip(file, error) : error;
  }
}
