import { Readable } from "node:stream";
import { crc32 } from "node:zlib";

import { expect, test } from "vitest";
import { fromRandomAccessReaderPromise, RandomAccessReader } from "yauzl";

import { directoryRecord, endRecord, localHeader } from "#evidence/package/zip-layout.ts";
import type { PlacedEntry } from "#evidence/package/zip-layout.ts";

/** A file of mostly zeros, of which only some places are in memory. */
class SparseFile extends RandomAccessReader {
  readonly #parts: readonly { readonly at: number; readonly bytes: Buffer }[];

  constructor(parts: readonly { readonly at: number; readonly bytes: Buffer }[]) {
    super();
    this.#parts = parts;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const range = Buffer.alloc(end - start);
    for (const { at, bytes } of this.#parts) {
      const from = Math.max(start, at);
      const to = Math.min(end, at + bytes.length);
      if (from < to) bytes.copy(range, from - start, from - at, to - at);
    }
    return Readable.from([range]);
  }
}

test("files, offsets and directories beyond 4 GB are where any zip reader looks for them", async () => {
  const small = Buffer.from("after the large one");
  const large = { name: "files/large.csv", bytes: 5 * 2 ** 30, crc32: 0, offset: 0 };
  const after: PlacedEntry = {
    name: "files/after.csv",
    bytes: small.length,
    crc32: crc32(small),
    offset: localHeader(large).length + large.bytes,
  };
  const local = Buffer.concat([localHeader(after), small]);
  const records = Buffer.concat([directoryRecord(large), directoryRecord(after)]);
  const offset = after.offset + local.length;
  const end = endRecord({ entries: 2, offset, bytes: records.length }, 0);
  const file = new SparseFile([
    { at: 0, bytes: localHeader(large) },
    { at: after.offset, bytes: local },
    { at: offset, bytes: Buffer.concat([records, end]) },
  ]);

  const size = offset + records.length + end.length;
  const zip = await fromRandomAccessReaderPromise(file, size, { autoClose: false });
  const found: [string, number, string][] = [];
  for await (const entry of zip.eachEntry()) {
    const header = await zip.readLocalFileHeaderPromise(entry);
    const isSmall = entry.uncompressedSize < 1000;
    const content = isSmall ? await zip.openReadStreamPromise(entry) : Readable.from([]);
    const pieces: Buffer[] = [];
    for await (const piece of content) pieces.push(piece as Buffer);
    found.push([
      header.fileName.toString(),
      entry.uncompressedSize,
      Buffer.concat(pieces).toString(),
    ]);
  }

  expect(found).toEqual([
    ["files/large.csv", large.bytes, ""],
    ["files/after.csv", small.length, "after the large one"],
  ]);
});
