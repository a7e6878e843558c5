import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";

import type { Redactor } from "#evidence/redaction.ts";
import { neutralCells } from "#evidence/redaction/neutral-cells.ts";
import { detectDialect } from "#exports/dialect.ts";
import type { Head } from "#exports/head.ts";

/** A text in pieces that end where no value can be cut in two. */
const pieceLength = 1 << 16;
const longestLine = 1 << 22;

/** What was changed in a copy of a file. */
export interface Masking {
  values: number;
  cells: number;
}

/** The bytes of a text file with what must not be shared masked, as plain UTF-8; `done` tells afterwards what was changed. Of a sheet, cells that would run as formulas are neutralised too. */
export async function* maskedText(
  path: string,
  head: Head,
  { redactor, done }: { redactor: Redactor; done: Masking },
): AsyncGenerator<Buffer> {
  const own = redactor.anew();
  const sheet = head.form === "csv" && /[,;\t|]/.test(head.text);
  const delimiter = sheet ? detectDialect(head.text, []).dialect.delimiter : null;
  for await (const piece of wholeLines(path, head)) {
    const text = head.form === "csv" ? piece : piece.replaceAll(/\\u0040/gi, "@");
    const masked = own.mask(text);
    const neutral =
      delimiter === null ? { text: masked, cells: 0 } : neutralCells(masked, delimiter);
    done.cells += neutral.cells;
    yield Buffer.from(neutral.text);
  }
  done.values += own.masked;
}

async function* wholeLines(path: string, { gzip, encoding }: Head): AsyncGenerator<string> {
  const bytes = createReadStream(path, { highWaterMark: pieceLength });
  const unzipped = createGunzip();
  bytes.on("error", (error) => unzipped.destroy(error));
  const plain = gzip ? bytes.pipe(unzipped) : bytes;
  const decoder = new TextDecoder(encoding);
  let rest = "";
  for await (const chunk of plain) {
    rest += decoder.decode(chunk as Buffer, { stream: true });
    if (rest.length < pieceLength) continue;
    const end = boundary(rest);
    if (end === 0) continue;
    yield rest.slice(0, end);
    rest = rest.slice(end);
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}

/** After the last line break; in lines without end after a comma, at last anywhere. */
function boundary(text: string): number {
  const line = text.lastIndexOf("\n") + 1;
  if (line > 0) return line;
  const comma = text.lastIndexOf(",") + 1;
  return comma > 0 || text.length < longestLine ? comma : text.length;
}
