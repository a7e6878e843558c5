import { parse } from "csv-parse/sync";

/** How a CSV file is written, decided once from its head and then told to every reader. */
export interface Dialect {
  /** One character. */
  readonly delimiter: string;
  readonly quote: '"' | "'";
  /** The quote itself when quotes are doubled. */
  readonly escape: string;
  /** Lines before the header: 1 after an Excel `sep=;` line, else 0. */
  readonly skip: number;
}

export interface Detected {
  readonly dialect: Dialect;
  /** Trimmed. */
  readonly header: readonly string[];
}

const usual = [",", ";", "\t", "|"];
const sampled = 100;

/** Decides the dialect of a CSV text by which delimiter makes the wanted headers appear, then by even records. */
export function detectDialect(text: string, wanted: readonly string[]): Detected {
  const separator = /^sep=([^\r\n])(?:\r\n?|\n)/i.exec(text);
  const body = separator ? text.slice(separator[0].length) : text;
  const names = new Set(wanted.map((name) => name.toLowerCase()));
  let delimiter = ",";
  let best = -1;
  for (const candidate of separator?.[1] ? [separator[1]] : candidates(body)) {
    const records = sample(body, { delimiter: candidate, quote: '"', escape: '"' });
    const header = headerOf(records);
    const matched = header.filter((name) => names.has(unwrapped(name).toLowerCase())).length;
    const even = records.filter((record) => record.length === header.length).length;
    const score = matched * sampled * 2 + (header.length > 1 ? even : 0);
    if (score <= best) continue;
    best = score;
    delimiter = candidate;
  }
  const quote = isQuotedSingly(body, delimiter) ? "'" : '"';
  const escape = escapesByBackslash(body, { delimiter, quote }) ? "\\" : quote;
  const header = headerOf(sample(body, { delimiter, quote, escape }));
  return { dialect: { delimiter, quote, escape, skip: separator ? 1 : 0 }, header };
}

/** The usual delimiters, then every other mark of the first line. */
function candidates(text: string): string[] {
  const firstLine = /^\s*([^\r\n]*)/.exec(text)?.[1] ?? "";
  return [...new Set([...usual, ...(firstLine.match(/[^\p{L}\p{N}_"'\\]/gu) ?? [])])];
}

function headerOf(records: readonly (readonly string[])[]): string[] {
  return (records[0] ?? []).map((name) => name.trim());
}

function unwrapped(name: string): string {
  return name.replace(/^'(.*)'$/, "$1");
}

/** True where most records have a value in apostrophes and none is in quotes, so that they are quotes themselves. */
function isQuotedSingly(text: string, delimiter: string): boolean {
  const isWrapped = (records: string[][]): boolean =>
    records.filter((record) => record.some((value) => /^'.*'$/s.test(value))).length * 2 >
    records.length;
  return !text.includes('"') && isWrapped(sample(text, { delimiter, quote: '"', escape: '"' }));
}

type Marks = Pick<Dialect, "delimiter" | "quote" | "escape">;

/** The first records read leniently: damage is for the reader to report, not for the detection. */
function sample(text: string, marks: Marks): string[][] {
  return parse(text, {
    ...marks,
    to: sampled,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    record_delimiter: ["\r\n", "\n", "\r"],
  });
}

/** True where `\"` inside quotes makes the text readable and doubled quotes alone do not. */
function escapesByBackslash(text: string, marks: Omit<Marks, "escape">): boolean {
  if (!text.includes(`\\${marks.quote}`)) return false;
  return (
    !isStrict(text, { ...marks, escape: marks.quote }) && isStrict(text, { ...marks, escape: "\\" })
  );
}

function isStrict(text: string, marks: Marks): boolean {
  try {
    parse(text, { ...marks, to: sampled, relax_column_count: true });
    return true;
  } catch (error) {
    // The head may be cut inside a quoted value; everything before it was read.
    return (error as { code?: string }).code === "CSV_QUOTE_NOT_CLOSED";
  }
}
