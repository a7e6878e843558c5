import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { crc32 } from "node:zlib";

import { sealBytes, sealText } from "#evidence/package/seal-text.ts";
import { directoryRecord, endRecord, localHeader } from "#evidence/package/zip-layout.ts";
import type { PlacedEntry, ZipEntry } from "#evidence/package/zip-layout.ts";

/** Bytes for a package: in hand, or a file on this machine. */
export type Bytes = { readonly data: Buffer } | { readonly path: string };

/** A file measured: what the zip and the manifest say of it. */
export interface Measured extends ZipEntry {
  readonly sha256: string;
  readonly content: Bytes;
}

const pieceBytes = 1 << 18;

/** Reads bytes once to know their size, checksum and hash. */
export async function measured(name: string, content: Bytes): Promise<Measured> {
  const hash = createHash("sha256");
  let [bytes, checksum] = [0, 0];
  for await (const piece of piecesOf(content)) {
    hash.update(piece);
    checksum = crc32(piece, checksum);
    bytes += piece.length;
  }
  return { name, content, bytes, crc32: checksum, sha256: hash.digest("hex") };
}

/** The package's bytes from front to end: the manifest, the files in the order given, the directory, the seal. */
export async function* zipBytes(
  manifest: Measured,
  files: readonly Measured[],
): AsyncGenerator<Buffer> {
  const archive = createHash("sha256");
  const placed: PlacedEntry[] = [];
  let offset = 0;
  let small: Buffer[] = [];
  let gathered = 0;
  const flushed = (): Buffer => {
    const piece = small.length === 1 && small[0] ? small[0] : Buffer.concat(small);
    [small, gathered] = [[], 0];
    archive.update(piece);
    return piece;
  };
  const add = (piece: Buffer): void => {
    small.push(piece);
    gathered += piece.length;
    offset += piece.length;
  };
  for (const file of [manifest, ...files]) {
    const { name, bytes, crc32: checksum, content } = file;
    placed.push({ name, bytes, crc32: checksum, offset });
    const start = offset + localHeader(file).length;
    add(localHeader(file));
    for await (const piece of piecesOf(content)) {
      // Small files are gathered; the pieces of large ones are passed on as they are.
      if (piece.length === pieceBytes && gathered > 0) yield flushed();
      add(piece);
      if (gathered >= pieceBytes) yield flushed();
    }
    if (offset !== start + bytes) throw new Error(`${name} changed while it was packed`);
  }
  const directory = { entries: placed.length, offset, bytes: 0 };
  for (const entry of placed) add(directoryRecord(entry));
  directory.bytes = offset - directory.offset;
  add(endRecord(directory, sealBytes));
  yield flushed();
  yield Buffer.from(sealText({ manifest: manifest.sha256, archive: archive.digest("hex") }));
}

async function* piecesOf(content: Bytes): AsyncGenerator<Buffer> {
  if ("data" in content) yield content.data;
  else {
    const stream = createReadStream(content.path, { highWaterMark: pieceBytes });
    for await (const piece of stream) yield piece as Buffer;
  }
}
