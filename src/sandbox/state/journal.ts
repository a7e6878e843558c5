import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";

import { ConfigError } from "#errors.ts";

/** An append-only file of JSON lines; what was appended outlives a killed process, a torn last line is dropped. */
export class Journal<Entry> {
  readonly #path: string;
  #descriptor: number;
  #size: number;

  private constructor(path: string) {
    this.#path = path;
    this.#descriptor = openSync(path, "a+");
    this.#size = fstatSync(this.#descriptor).size;
  }

  /** Opens or creates the file and hands every whole line to `replay`, oldest first. */
  static open<Entry>(path: string, replay: (entry: Entry) => void): Journal<Entry> {
    const journal = new Journal<Entry>(path);
    const bytes = readFileSync(journal.#descriptor);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) journal.#truncate(whole);
    for (let start = 0, line = 1; start < whole; line += 1) {
      const end = bytes.indexOf(0x0a, start);
      replay(parsed(bytes.toString("utf8", start, end), path, line) as Entry);
      start = end + 1;
    }
    return journal;
  }

  append(entry: Entry): void {
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    try {
      for (let written = 0; written < line.length;)
        written += writeSync(this.#descriptor, line, written);
    } catch (error) {
      // Half a line would spoil the next one.
      this.#truncate(this.#size);
      throw error;
    }
    this.#size += line.length;
  }

  /** Replaces everything by these entries, at once. */
  rewrite(entries: Iterable<Entry>): void {
    const next = `${this.#path}.next`;
    const lines = Array.from(entries, (entry) => `${JSON.stringify(entry)}\n`);
    writeFileSync(next, lines.join(""), { flush: true });
    closeSync(this.#descriptor);
    renameSync(next, this.#path);
    this.#descriptor = openSync(this.#path, "a");
    this.#size = fstatSync(this.#descriptor).size;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #truncate(size: number): void {
    ftruncateSync(this.#descriptor, size);
    this.#size = size;
  }
}

function parsed(text: string, path: string, line: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const problem = `${path}:${line} is not a line of the workspace's journal. Put the file back as it was, or move its folder away to begin a new workspace.`;
    throw new ConfigError(problem, { cause });
  }
}
