import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";

const chunkBytes = 1 << 20;

/** A file read front to back whose unread rest is always in one piece: `bytes` from `position` on. */
export class ByteReader {
  bytes: Buffer = Buffer.alloc(0);
  position = 0;
  /** True when `bytes` reaches the end of the file. */
  ended = false;
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async open(path: string): Promise<ByteReader> {
    return new ByteReader(await open(path, "r"));
  }

  /** Brings the next megabyte; what was read before `position` is gone. */
  async more(): Promise<void> {
    const rest = this.bytes.length - this.position;
    const next = Buffer.allocUnsafe(rest + chunkBytes);
    this.bytes.copy(next, 0, this.position);
    const { bytesRead } = await this.#handle.read(next, rest, chunkBytes);
    this.bytes = next.subarray(0, rest + bytesRead);
    this.position = 0;
    this.ended = bytesRead === 0;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** A file written in large pieces. */
export class ByteWriter {
  #buffer = Buffer.allocUnsafe(chunkBytes);
  #length = 0;
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async create(path: string): Promise<ByteWriter> {
    return new ByteWriter(await open(path, "w"));
  }

  byte(value: number): void {
    if (this.#length === this.#buffer.length) this.#grow(1);
    this.#buffer[this.#length++] = value;
  }

  range(from: Buffer, start: number, end: number): void {
    if (this.#length + end - start > this.#buffer.length) this.#grow(end - start);
    this.#length += from.copy(this.#buffer, this.#length, start, end);
  }

  text(value: string): void {
    const most = value.length * 3;
    if (this.#length + most > this.#buffer.length) this.#grow(most);
    this.#length += this.#buffer.write(value, this.#length);
  }

  /** Writes out what has gathered; to be awaited now and then. */
  async flush(): Promise<void> {
    let written = 0;
    while (written < this.#length) {
      const { bytesWritten } = await this.#handle.write(
        this.#buffer,
        written,
        this.#length - written,
      );
      written += bytesWritten;
    }
    this.#length = 0;
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.#handle.close();
    }
  }

  #grow(by: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + by));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
