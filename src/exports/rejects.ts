import type { DuckDBConnection } from "@duckdb/node-api";

import { acceptedAmounts } from "#exports/amounts-sql.ts";
import { isSignOf } from "#exports/currency-signs.ts";
import { shownCharacters, shownRejects } from "#exports/record-rejects.ts";
import { valuesSql, working } from "#exports/table-sql.ts";
import type { TextPart } from "#exports/text-part.ts";
import { textOf, unreadableSql } from "#exports/values-sql.ts";
import type { Dataset } from "#model/datasets.ts";
import { definitionOf } from "#model/datasets.ts";
import type { NamedCapture, Reject } from "#model/export.ts";
import { identifier, rowsOf } from "#reconcile/sql.ts";
import type { Layout } from "#source.ts";

/** Records left out: how many, and the first hundred in the order of the files. */
export interface Rejects {
  readonly rejected: number;
  readonly rejects: readonly Reject[];
  /** Ids whose last record is rejected, so that an older one counts. */
  readonly outdated: number;
}

export interface RejectsInput {
  readonly connection: DuckDBConnection;
  readonly table: string;
  /** Every one with lines. */
  readonly parts: readonly TextPart[];
  readonly capture: NamedCapture;
  readonly layout: Layout;
}

/** Takes the records that could not be read out of the table, and tells each one's place, value and accepted form. */
export async function dropRejected(input: RejectsInput): Promise<Rejects> {
  const { connection, table, parts } = input;
  const [from, rejected] = [identifier(table), identifier(working.rejected)];
  const [counted] = await rowsOf(
    connection,
    `SELECT count(*) AS rejected FROM ${from} WHERE ${rejected}`,
  );
  const count = Number(counted?.["rejected"]);
  const unreadable = count > 0 ? await unreadableRecords(input) : [];
  const outdated = count > 0 ? await outdatedIds(input) : 0;
  if (count > 0) await connection.run(`DELETE FROM ${from} WHERE ${rejected}`);
  const place = (reject: Reject): number => parts.findIndex(({ file }) => file === reject.file);
  return {
    rejected: count + parts.reduce((sum, part) => sum + part.rejected, 0),
    rejects: [...unreadable, ...parts.flatMap((part) => part.rejects)]
      .sort((left, right) => place(left) - place(right) || left.line - right.line)
      .slice(0, shownRejects),
    outdated,
  };
}

/** Counts the ids whose last record is rejected while an earlier one is not. */
async function outdatedIds({ connection, table, capture }: RejectsInput): Promise<number> {
  const { id } = definitionOf(capture.dataset);
  if (!id) return 0;
  const [from, key, rejected] = [table, id, working.rejected].map(identifier);
  const place = `(${identifier(working.part)}, ${identifier(working.record)})`;
  const [row] = await rowsOf(
    connection,
    `SELECT count(*) AS ids FROM (
      SELECT ${key} FROM ${from}
      WHERE ${key} IN (SELECT ${key} FROM ${from} WHERE ${rejected})
      GROUP BY ${key}
      HAVING NOT bool_and(${rejected}) AND arg_max(${rejected}, ${place})
    )`,
  );
  return Number(row?.["ids"]);
}

async function unreadableRecords(input: RejectsInput): Promise<Reject[]> {
  const { connection, table, parts } = input;
  const [part, record] = [identifier(working.part), identifier(working.record)];
  const places = await rowsOf(
    connection,
    `SELECT ${part} AS part, list(${record} ORDER BY ${record}) AS records FROM (
      SELECT ${part}, ${record} FROM ${identifier(table)} WHERE ${identifier(working.rejected)}
      ORDER BY ${part}, ${record} LIMIT ${shownRejects}
    ) GROUP BY ${part} ORDER BY ${part}`,
  );
  const rejects: Reject[] = [];
  for (const place of places) {
    const found = parts[Number(place["part"])];
    if (found)
      rejects.push(...(await judged(input, found, (place["records"] as unknown[]).map(Number))));
  }
  return rejects;
}

/** Reads some records again by their numbers, to say which column of each could not be read and why. */
async function judged(
  { connection, capture: { dataset }, layout }: RejectsInput,
  part: TextPart,
  records: readonly number[],
): Promise<Reject[]> {
  const { canonical, header } = part.binding;
  const columns = [...canonical].sort(([, left], [, right]) => left - right);
  const record = identifier(working.record);
  const rows = await rowsOf(
    connection,
    `SELECT ${identifier(working.line)} AS line, ${columns.map(([column], index) => `${textOf(column)} AS v${index}, ${unreadableSql(dataset, column)} AS u${index}`).join(", ")}
    FROM (${valuesSql(part, { dataset, layout })})
    WHERE ${record} IN (${records.join(", ")}) ORDER BY ${record}`,
  );
  return rows.map((row) => {
    const index = columns.findIndex((_, at) => row[`u${at}`] === true);
    const [column, position] = columns[index] ?? ["", -1];
    const found = row[`v${index}`];
    const value = textIn(found);
    const currency = textIn(row[`v${columns.findIndex(([name]) => name === "currency")}`]);
    return {
      file: part.file,
      line: Number(row["line"]),
      column: header[position] ?? "",
      value: value.slice(0, shownCharacters),
      reason:
        value === ""
          ? "is missing, and every record needs it"
          : reasonOf(column, dataset, layout, foreignSign(value, currency)),
    };
  });
}

function textIn(found: unknown): string {
  return typeof found === "string" ? found.trim() : "";
}

/** The sign of an amount and the currency it cannot mean; null when it has no such sign. */
function foreignSign(value: string, currency: string): string | null {
  const sign = /^[^A-Z\p{Sc}]*([A-Z]{0,3}\p{Sc})/u.exec(value)?.[1];
  const code = currency.toUpperCase();
  const isForeign = sign !== undefined && code !== "" && !isSignOf(sign, code);
  return isForeign ? `the sign ${sign} does not belong to ${code}` : null;
}

function reasonOf(
  column: string,
  dataset: Dataset,
  { amounts }: Layout,
  foreign: string | null,
): string {
  switch (definitionOf(dataset).columns[column]?.type) {
    case "money":
      return foreign === null || amounts === "decimal" || amounts === "minor"
        ? `is not an amount; ${acceptedAmounts[amounts]}`
        : `is not an amount in its currency: ${foreign}`;
    case "time":
      return "is not a time; write it like 2026-10-31T23:59:59Z, 2026-10-31 23:59:59 or 2026-10-31";
    case "date":
      return "is not a date; write it like 2026-10-31";
    case "count":
      return "is not a count; write it as digits like 1200";
    case "flag":
      return "is neither yes nor no; write it as true or false";
    default:
      return "could not be read";
  }
}
