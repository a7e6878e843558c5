import { join } from "node:path";

import { bind, wantedHeaders } from "#exports/binding.ts";
import type { Binding } from "#exports/binding.ts";
import { detectDialect } from "#exports/dialect.ts";
import type { Dialect } from "#exports/dialect.ts";
import { doFileWork } from "#exports/file-work.ts";
import { readHead } from "#exports/head.ts";
import { whiteSpaceIn } from "#exports/white-space.ts";
import type { Dataset } from "#model/datasets.ts";
import type { Reject } from "#model/export.ts";
import type { Layout } from "#source.ts";

/** A file of an export as the engine reads it: plain UTF-8 CSV with a known dialect and known columns. */
export interface TextPart {
  /** The source's own name. */
  readonly file: string;
  readonly path: string;
  readonly dialect: Dialect;
  readonly binding: Binding;
  /** True when its first columns are the number and the line of each record, and nothing in it is damaged. */
  readonly lined: boolean;
  /** White space that its values may have; all there is unless it was looked for. */
  readonly spaces?: readonly string[];
  /** Records whose structure was damaged, left out of the file. */
  readonly rejected: number;
  /** The first hundred of them. */
  readonly rejects: readonly Reject[];
}

/** The dialect of the files we write ourselves. */
const ownDialect: Dialect = { delimiter: ",", quote: '"', escape: '"', skip: 0 };

/** Makes a kept file readable for the engine; an ordinary CSV file is read where it lies. */
export async function openPart(
  { file, path }: { file: string; path: string },
  { dataset, layout, scratch }: { dataset: Dataset; layout: Layout; scratch: () => string },
): Promise<TextPart> {
  const head = await readHead(path, file);
  let plain = path;
  if (head.gzip || head.encoding !== "utf-8") {
    plain = scratch();
    const { gzip, encoding } = head;
    await doFileWork("plainText", { from: path, to: plain, file, gzip, encoding }, file);
  }
  const wanted = wantedHeaders(dataset, layout);
  if (head.form !== "csv") {
    const to = scratch();
    const { columns, rejected, rejects } = await doFileWork(
      "jsonRecords",
      { from: plain, to, file, form: head.form, wanted },
      file,
    );
    // An array of nothing has no keys to look at.
    const header = columns.every((name) => name === "") ? wanted : columns;
    const binding = bind({ file, header }, dataset, layout);
    return { file, path: to, dialect: ownDialect, binding, lined: true, rejected, rejects };
  }
  const { dialect, header } = detectDialect(head.text, wanted);
  const binding = bind({ file, header }, dataset, layout);
  return { file, path: plain, dialect, binding, lined: false, rejected: 0, rejects: [] };
}

/** Looks which white space the values of a CSV part may have. */
export async function withSpaces(part: TextPart): Promise<TextPart> {
  if (part.lined) return part;
  return { ...part, spaces: await whiteSpaceIn(part.path, part.dialect) };
}

/** Reads a CSV part record by record, so that every record has its line and the damaged ones are told apart. */
export async function linedPart(part: TextPart, scratch: () => string): Promise<TextPart> {
  if (part.lined) return part;
  const { file, path, dialect, binding } = part;
  const to = scratch();
  const { rejected, rejects } = await doFileWork(
    "csvRecords",
    { from: path, to, file, dialect, fields: binding.header.length },
    file,
  );
  const written = { ...dialect, escape: dialect.quote, skip: 0 };
  return { ...part, path: to, dialect: written, lined: true, rejected, rejects };
}

/** Names for scratch files in a folder. */
export function scratchIn(folder: string): () => string {
  let count = 0;
  return () => join(folder, `scratch-${(count += 1)}`);
}
