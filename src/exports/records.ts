import type { DuckDBConnection } from "@duckdb/node-api";

import { dropRejected } from "#exports/rejects.ts";
import type { Rejects } from "#exports/rejects.ts";
import { dropRepeated, hasRepeatedIds } from "#exports/repeated-ids.ts";
import { recordsSql, working } from "#exports/table-sql.ts";
import { linedPart } from "#exports/text-part.ts";
import type { TextPart } from "#exports/text-part.ts";
import type { NamedCapture } from "#model/export.ts";
import type { Finding } from "#model/outcome.ts";
import { identifier, rowsOf } from "#reconcile/sql.ts";
import type { Layout } from "#source.ts";

export interface RecordsInput {
  readonly connection: DuckDBConnection;
  readonly capture: NamedCapture;
  readonly layout: Layout;
  /** The table to make. */
  readonly table: string;
  readonly parts: readonly TextPart[];
  /** A fresh path for a scratch file. */
  readonly scratch: () => string;
}

/** What loading left out of the table. */
export interface LeftOut extends Rejects {
  readonly repeated: Finding | null;
}

/**
 * Loads the records of an export into a table. Clean files are read once, where they lie, in no order; only when a record
 * is damaged, unreadable or repeated are they read again record by record, to know which one stands where.
 */
export async function loadRecords(input: RecordsInput): Promise<LeftOut> {
  const { connection, capture, layout, table, parts, scratch } = input;
  const { dataset } = capture;
  const load = (from: readonly TextPart[]): Promise<unknown> =>
    connection.run(
      `CREATE OR REPLACE TABLE ${identifier(table)} AS ${recordsSql(from, { dataset, layout })}`,
    );
  // The engine takes the line ending of a file from a line it skips, and then finds no other.
  const isPlain = parts.every(({ dialect }) => dialect.skip === 0);
  const clean =
    isPlain &&
    (await load(parts).then(
      () => isClean(input),
      (error: unknown) => isDamage(error),
    ));
  if (clean) return { rejected: 0, rejects: [], outdated: 0, repeated: null };
  const lined: TextPart[] = [];
  for (const part of parts) lined.push(await linedPart(part, scratch));
  if (!parts.every((part) => part.lined)) await load(lined);
  const rejects = await dropRejected({ connection, table, parts: lined, capture, layout });
  return { ...rejects, repeated: await dropRepeated(connection, table, dataset) };
}

/** True when every record was read, no part seems without one, and no id is repeated. */
async function isClean({ connection, table, capture, parts }: RecordsInput): Promise<boolean> {
  if (parts.some((part) => part.rejected > 0)) return false;
  const found =
    parts.length === 1 ? "least(count(*), 1)" : `count(DISTINCT ${identifier(working.part)})`;
  const [row] = await rowsOf(
    connection,
    `SELECT count(*) FILTER (WHERE ${identifier(working.rejected)}) AS rejected,
      ${found} AS parts FROM ${identifier(table)}`,
  );
  const isWhole = row?.["rejected"] === "0" && row["parts"] === String(parts.length);
  return isWhole && !(await hasRepeatedIds(connection, table, capture.dataset));
}

/** False for a file the engine calls damaged; anything else it says is a fault of ours and thrown on. */
function isDamage(error: unknown): false {
  if (error instanceof Error && /CSV|not utf-8/i.test(error.message)) return false;
  throw error;
}
