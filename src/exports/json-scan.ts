import { UsageError } from "#errors.ts";
import type { ByteReader } from "#exports/byte-files.ts";

const [lineFeed, quote, backslash, comma] = [10, 34, 92, 44];
const [openArray, closeArray, openObject, closeObject] = [91, 93, 123, 125];
const longestRecord = 16 << 20;

const isSpace = (byte: number): boolean =>
  byte === 32 || byte === lineFeed || byte === 13 || byte === 9;

/** Finds the objects of a JSON array, or the lines of a JSON lines file, without holding more than one of them. */
export class JsonScanner {
  /** Where the found record stands in the reader's bytes, and the line it starts on. */
  start = 0;
  end = 0;
  line = 1;
  #nextLine = 1;
  #state: "before" | "first" | "value" | "comma" | "after" = "before";
  readonly #form: "json" | "jsonl";
  readonly #file: string;

  constructor(form: "json" | "jsonl", file: string) {
    this.#form = form;
    this.#file = file;
  }

  /** Finds the next record; `more` asks for more bytes. A UsageError when the array itself is broken. */
  next(reader: ByteReader): "record" | "end" | "more" {
    return this.#form === "jsonl" ? this.#nextOfLines(reader) : this.#nextOfArray(reader);
  }

  #nextOfLines(reader: ByteReader): "record" | "end" | "more" {
    for (;;) {
      const { bytes, position, ended } = reader;
      const found = bytes.indexOf(lineFeed, position);
      if (found < 0 && !ended) return this.#more(reader);
      if (position >= bytes.length) return "end";
      this.start = position;
      this.end = found < 0 ? bytes.length : found;
      this.line = this.#nextLine;
      this.#nextLine += 1;
      reader.position = found < 0 ? bytes.length : found + 1;
      if (bytes.indexOf("\u{feff}", position) === position) this.start += 3;
      if (!this.#isBlank(bytes)) return "record";
    }
  }

  #isBlank(bytes: Buffer): boolean {
    for (let at = this.start; at < this.end; at += 1) if (!isSpace(bytes[at] ?? 0)) return false;
    return true;
  }

  #nextOfArray(reader: ByteReader): "record" | "end" | "more" {
    const { bytes } = reader;
    for (; reader.position < bytes.length; reader.position += 1) {
      const byte = bytes[reader.position] ?? 0;
      if (byte === lineFeed) this.#nextLine += 1;
      if (isSpace(byte)) continue;
      switch (this.#state) {
        case "before":
          if (bytes.length < 3 && !reader.ended) return "more";
          if (bytes.indexOf("\u{feff}", reader.position) === reader.position) {
            reader.position += 2;
            break;
          }
          if (byte !== openArray) throw this.#broken("starts with something else");
          this.#state = "first";
          break;
        case "first":
        case "value": {
          if (byte === closeArray && this.#state === "first") {
            this.#state = "after";
            break;
          }
          if (byte !== openObject) throw this.#broken("holds something that is no object");
          const end = this.#objectEnd(bytes, reader.position);
          if (end < 0) return reader.ended ? this.#truncated() : this.#more(reader);
          this.start = reader.position;
          this.end = end;
          this.line = this.#nextLine;
          for (let at = this.start; at < end; at += 1)
            if (bytes[at] === lineFeed) this.#nextLine += 1;
          reader.position = end;
          this.#state = "comma";
          return "record";
        }
        case "comma":
          if (byte !== comma && byte !== closeArray) throw this.#broken("lacks a comma");
          this.#state = byte === comma ? "value" : "after";
          break;
        case "after":
          throw this.#broken("goes on after the array");
      }
    }
    if (!reader.ended) return "more";
    return this.#state === "after" ? "end" : this.#truncated();
  }

  /** Where the object that starts here ends, -1 when that is not in these bytes. */
  #objectEnd(bytes: Buffer, start: number): number {
    let depth = 0;
    for (let at = start; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === quote) {
        for (at += 1; at < bytes.length && bytes[at] !== quote; at += 1) {
          if (bytes[at] === backslash) at += 1;
        }
      } else if (byte === openObject || byte === openArray) {
        depth += 1;
      } else if (byte === closeObject || byte === closeArray) {
        depth -= 1;
        if (depth === 0) return at + 1;
      }
    }
    return -1;
  }

  #more(reader: ByteReader): "more" {
    if (reader.bytes.length - reader.position > longestRecord)
      throw this.#broken("holds a record of more than 16 MB");
    return "more";
  }

  #truncated(): never {
    throw this.#broken("ends in the middle");
  }

  #broken(how: string): UsageError {
    return new UsageError(
      `${this.#file} ${how} (line ${this.#nextLine}), so it is not a JSON array of objects; export it again as [{…}, {…}], as JSON lines or as CSV.`,
    );
  }
}
