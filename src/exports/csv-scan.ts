import type { Dialect } from "#exports/dialect.ts";

const lineFeed = 10;
const carriageReturn = 13;
const space = 32;

/** Where a value starts after the spaces before it. */
export function indentEnd(bytes: Buffer, start: number): number {
  let at = start;
  while (bytes[at] === space) at += 1;
  return at;
}

export type Scanned = "record" | "blank" | "damaged" | "incomplete";

/**
 * Finds records in the bytes of a CSV file; CR, LF and CRLF all end a line. A quote opens a value only at its start, and
 * only spaces may stand between quotes and delimiters: all else is damage. One object, used again and
 * again, because a file has millions of records.
 */
export class CsvScanner {
  /** Where the record's content ends, and where the next record starts. */
  contentEnd = 0;
  end = 0;
  /** Where the line after the record's first line starts. */
  next = 0;
  /** Line breaks inside quoted values. */
  innerLines = 0;
  fields = 0;
  /** True when no quote mark occurs in it, so that it can be copied as it stands. */
  plain = true;
  /** Start and end of each field, quotes included. */
  readonly bounds: number[] = [];
  readonly delimiter: Buffer;
  readonly quote: number;
  readonly escape: number;
  #bytes: Buffer = Buffer.alloc(0);
  #isLast = false;

  constructor({ delimiter, quote, escape }: Dialect) {
    this.delimiter = Buffer.from(delimiter);
    this.quote = quote.charCodeAt(0);
    this.escape = escape.charCodeAt(0);
  }

  /** Scans the record that starts at `start`; `isLast` says that no more bytes will come. */
  scan(bytes: Buffer, start: number, isLast: boolean): Scanned {
    this.#bytes = bytes;
    this.#isLast = isLast;
    this.next = -1;
    this.innerLines = 0;
    this.plain = true;
    this.bounds.length = 0;
    const first = this.delimiter[0] ?? 0;
    let hasContent = false;
    let fieldStart = start;
    let position = start;
    for (; position < bytes.length; position += 1) {
      const byte = bytes[position] ?? 0;
      if (byte === this.quote) {
        this.plain = false;
        hasContent = true;
        if (indentEnd(bytes, fieldStart) !== position) continue;
        const closed = this.#valueEnd(position + 1);
        if (closed === -1) return "incomplete";
        if (closed === -2) return this.#damaged(start);
        position = closed - 1;
      } else if (byte === lineFeed || byte === carriageReturn) {
        if (byte === carriageReturn && position + 1 === bytes.length && !isLast)
          return "incomplete";
        const isPair = byte === carriageReturn && bytes[position + 1] === lineFeed;
        return this.#ended(fieldStart, position, isPair ? 2 : 1, hasContent);
      } else if (byte === first && this.#isDelimiter(position)) {
        hasContent = true;
        this.bounds.push(fieldStart, position);
        fieldStart = position + this.delimiter.length;
        position = fieldStart - 1;
      } else if (byte !== space) {
        hasContent = true;
      }
    }
    return isLast ? this.#ended(fieldStart, position, 0, hasContent) : "incomplete";
  }

  #ended(fieldStart: number, position: number, breakBytes: number, hasContent: boolean): Scanned {
    this.bounds.push(fieldStart, position);
    this.fields = this.bounds.length / 2;
    this.contentEnd = position;
    this.end = position + breakBytes;
    if (this.next < 0) this.next = this.end;
    return hasContent ? "record" : "blank";
  }

  #damaged(start: number): Scanned {
    if (this.next < 0) this.next = lineEnd(this.#bytes, start);
    return "damaged";
  }

  #isDelimiter(at: number): boolean {
    const { length } = this.delimiter;
    return length === 1 || this.delimiter.compare(this.#bytes, at, at + length) === 0;
  }

  /** Where the delimiter or line break after a quoted value stands; -1 when more bytes must tell, -2 for damage. */
  #valueEnd(from: number): number {
    const bytes = this.#bytes;
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === this.escape && this.escape !== this.quote) {
        at += 1;
      } else if (byte === this.quote) {
        if (this.escape === this.quote && bytes[at + 1] === this.quote) at += 1;
        else return this.#afterQuote(at + 1);
      } else if (
        byte === lineFeed ||
        (byte === carriageReturn && at + 1 < bytes.length && bytes[at + 1] !== lineFeed)
      ) {
        this.innerLines += 1;
        if (this.next < 0) this.next = at + 1;
      }
    }
    return this.#isLast ? -2 : -1;
  }

  #afterQuote(from: number): number {
    const bytes = this.#bytes;
    const after = this.delimiter[0] === space ? from : indentEnd(bytes, from);
    if (after >= bytes.length) return this.#isLast ? after : -1;
    const byte = bytes[after];
    if (byte === lineFeed || byte === carriageReturn) return after;
    return byte === this.delimiter[0] && this.#isDelimiter(after) ? after : -2;
  }
}

/** Where the line after the one at `start` begins. */
export function lineEnd(bytes: Buffer, start: number): number {
  for (let at = start; at < bytes.length; at += 1) {
    if (bytes[at] === lineFeed) return at + 1;
    if (bytes[at] === carriageReturn) return at + (bytes[at + 1] === lineFeed ? 2 : 1);
  }
  return bytes.length;
}
