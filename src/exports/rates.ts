import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

import { parse } from "csv-parse";
import { DateTime } from "luxon";

import { UsageError } from "#errors.ts";
import { detectDialect } from "#exports/dialect.ts";
import { damagedGzip, unreadable } from "#exports/file-faults.ts";
import { readHead } from "#exports/head.ts";
import type { Workbench } from "#exports/workbench.ts";
import { Decimal, isCurrency } from "#model/money.ts";
import { literal } from "#reconcile/sql.ts";

const columns = ["date", "from", "to", "rate"] as const;
const accepted = "a rates file has the columns date,from,to,rate, like 2026-10-31,EUR,USD,1.0842";

/**
 * Reads files of exchange rates into the table `rates` (date, from, to, rate) and returns its name. Nothing in them is
 * left out: a record that cannot be read, or two rates for one day and pair, is a UsageError with file and line.
 */
export async function loadRates(
  { connection, scratch }: Pick<Workbench, "connection" | "scratch">,
  files: readonly { readonly name: string; readonly path: string }[],
): Promise<string> {
  const seen = new Map<string, { rate: string; place: string }>();
  for (const { name, path } of files) {
    try {
      await readRates(name, path, seen);
    } catch (error) {
      throw faultOf(error, name);
    }
  }
  const path = scratch();
  // No wider than the rates are: what the scale leaves is how large a converted amount may be.
  const scale = [...seen.values()].reduce(
    (most, { rate }) => Math.max(most, new Decimal(rate).decimalPlaces()),
    0,
  );
  const lines = [...seen].map(([key, { rate }]) => `${key},${rate}\n`);
  await writeFile(path, `${columns.join(",")}\n${lines.join("")}`);
  await connection.run(`
    CREATE OR REPLACE TABLE rates AS
    SELECT * FROM read_csv(${literal(path)}, auto_detect = false, header = true, delim = ',',
      columns = {'date': 'DATE', 'from': 'VARCHAR', 'to': 'VARCHAR', 'rate': 'DECIMAL(38, ${scale})'})`);
  return "rates";
}

function faultOf(error: unknown, file: string): unknown {
  const code = String((error as NodeJS.ErrnoException).code);
  if (code.startsWith("Z_")) return damagedGzip(file, error);
  if (!code.startsWith("CSV_")) return unreadable(error, file);
  return new UsageError(`${file} is damaged: ${(error as Error).message}; ${accepted}.`, [], {
    cause: error,
  });
}

async function readRates(
  file: string,
  path: string,
  seen: Map<string, { rate: string; place: string }>,
): Promise<void> {
  const head = await readHead(path, file);
  const { dialect, header } = detectDialect(head.text, columns);
  const positions = columns.map((column) => header.indexOf(column));
  if (head.form !== "csv" || positions.includes(-1)) {
    throw new UsageError(`${file} begins with "${header.join(",")}"; ${accepted}.`);
  }
  if (head.encoding !== "utf-8") throw new UsageError(`${file} is UTF-16; save it as UTF-8.`);
  const { delimiter, quote, escape, skip } = dialect;
  const records = parse({
    delimiter,
    quote,
    escape,
    from_line: skip + 1,
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const bytes = createReadStream(path);
  const reading = head.gzip ? pipeline(bytes, createGunzip(), records) : pipeline(bytes, records);
  // The loop below meets the same error; unobserved it would end the process.
  reading.catch(() => undefined);
  let isHeader = true;
  for await (const { record, info } of records as AsyncIterable<{
    record: string[];
    info: { lines: number };
  }>) {
    if (!isHeader)
      keepRate(
        positions.map((at) => record[at] ?? ""),
        `${file} line ${info.lines}`,
        seen,
      );
    isHeader = false;
  }
}

function keepRate(
  [date = "", from = "", to = "", rate = ""]: readonly string[],
  place: string,
  seen: Map<string, { rate: string; place: string }>,
): void {
  const refuse = (column: string, value: string, wanted: string): never => {
    throw new UsageError(`${place}, column ${column}: "${value}" is not ${wanted}.`);
  };
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(date) && DateTime.fromISO(date, { zone: "utc" }).isValid;
  if (!isDay) refuse("date", date, "a date; write it like 2026-10-31");
  const pair = [from, to].map((code) => code.toUpperCase());
  for (const [index, code] of pair.entries()) {
    const column = index === 0 ? "from" : "to";
    if (!isCurrency(code)) refuse(column, code, "a currency of ISO 4217; write it like EUR");
  }
  const isRate = /^\d{1,20}(\.\d{1,12})?$/.test(rate) && !new Decimal(rate).isZero();
  if (!isRate) refuse("rate", rate, "a rate; write it like 1.0842, at most 12 decimal places");
  const key = [date, ...pair].join(",");
  const earlier = seen.get(key);
  if (earlier && !new Decimal(earlier.rate).equals(rate)) {
    throw new UsageError(
      `${place} gives ${rate} from ${pair.join(" to ")} on ${date}, and ${earlier.place} gives ${earlier.rate}; keep one of them.`,
    );
  }
  seen.set(key, { rate, place });
}
