import { UsageError } from "#errors.ts";
import type { Reject } from "#model/export.ts";

/** What reading a file record by record left out. */
export interface RecordsResult {
  readonly rejected: number;
  /** The first hundred. */
  readonly rejects: readonly Reject[];
}

export const shownRejects = 100;
export const shownCharacters = 200;

/** The longest record that is read, in bytes; the engine's own limit for a line. */
export const longestRead = 2_000_000;

/** A record longer than that; nobody means one, and its value is not shown. */
export function tooLong(file: string, line: number): UsageError {
  return new UsageError(
    `${file} line ${line} begins a record of more than ${longestRead / 1e6} MB; shorten its values or leave that column out, and export it again.`,
  );
}

/** Counts the damaged records of a file and keeps the first hundred to show. */
export class RecordRejects {
  rejected = 0;
  readonly rejects: Reject[] = [];
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** `bytes` is the whole line, however long. */
  add(line: number, bytes: Uint8Array, reason: string): void {
    this.rejected += 1;
    if (this.rejects.length >= shownRejects) return;
    const value = new TextDecoder()
      .decode(bytes.subarray(0, shownCharacters * 4))
      .replace(/[\r\n]+$/, "")
      .slice(0, shownCharacters);
    this.rejects.push({ file: this.#file, line, column: "", value, reason });
  }

  get result(): RecordsResult {
    return { rejected: this.rejected, rejects: this.rejects };
  }
}
