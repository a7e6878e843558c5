import { createHash } from "node:crypto";
import type { Hash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";

const pieceBytes = 1 << 20;

/** A package read once from front to back, hashed as it goes. */
export class PackageReader {
  readonly size: number;
  readonly #file: FileHandle;
  readonly #archive: Hash = createHash("sha256");
  /** Read into again and again: what is handed out of it is used before the next read, or copied. */
  readonly #buffer = Buffer.allocUnsafe(pieceBytes);
  #piece: Buffer = Buffer.alloc(0);
  #position = 0;

  constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.size = size;
  }

  /** The next bytes, fewer at the end of the file. */
  async take(bytes: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = bytes; left > 0;) {
      const part = await this.#next(left);
      if (part.length === 0) break;
      parts.push(Buffer.from(part));
      left -= part.length;
    }
    return Buffer.concat(parts);
  }

  /** The size, checksum and hash of the next bytes. */
  async measure(bytes: number): Promise<{ bytes: number; crc32: number; sha256: string }> {
    const hash = createHash("sha256");
    let [read, checksum] = [0, 0];
    while (read < bytes) {
      const part = await this.#next(bytes - read);
      if (part.length === 0) break;
      hash.update(part);
      checksum = crc32(part, checksum);
      read += part.length;
    }
    return { bytes: read, crc32: checksum, sha256: hash.digest("hex") };
  }

  /** The last bytes of the file, out of turn and not hashed. */
  async last(bytes: number): Promise<Buffer> {
    const tail = Buffer.alloc(Math.min(bytes, this.size));
    await this.#file.read(tail, 0, tail.length, this.size - tail.length);
    return tail;
  }

  /** The hash of everything read so far. */
  archiveHash(): string {
    return this.#archive.copy().digest("hex");
  }

  /** A part of what is at hand; empty at the end of the file. */
  async #next(most: number): Promise<Buffer> {
    if (this.#piece.length === 0) {
      const { bytesRead } = await this.#file.read(this.#buffer, 0, pieceBytes, this.#position);
      this.#position += bytesRead;
      this.#piece = this.#buffer.subarray(0, bytesRead);
    }
    const part = this.#piece.subarray(0, most);
    this.#piece = this.#piece.subarray(part.length);
    this.#archive.update(part);
    return part;
  }
}
