import { longestRead } from "#exports/record-rejects.ts";
import type { TextPart } from "#exports/text-part.ts";
import { isTrimmed, textOf, trimmedSql, unreadableSql, valueColumns } from "#exports/values-sql.ts";
import type { ValueColumn } from "#exports/values-sql.ts";
import type { Dataset } from "#model/datasets.ts";
import { definitionOf } from "#model/datasets.ts";
import { identifier, literal } from "#reconcile/sql.ts";
import type { Layout } from "#source.ts";

/** Columns a table has while it is being made: the record could not be read; the file it is in, from 0; its number there, its line there. */
export const working = {
  rejected: "is rejected",
  part: "part of export",
  record: "record of part",
  line: "line of part",
} as const;

/** Writing a record again doubles its quotes at most, and puts its place before it. */
const longestWritten = 2 * longestRead + 100_000;
/** The engine would take sixteen times the longest line; eight megabytes are read a little faster, and for less memory. */
const bufferBytes = { plain: 8_000_000, lined: 32_000_000 };

interface Shape {
  readonly dataset: Dataset;
  readonly layout: Layout;
}

/** The query that reads the parts of an export: the columns they have, and nothing that can be derived from these. */
export function recordsSql(parts: readonly TextPart[], shape: Shape): string {
  // One file needs no number beside each record, as long as nothing has to be said of its records.
  const isNumbered = parts.length > 1 || parts.some(({ lined }) => lined);
  return parts
    .map((part, index) => `(${partSql(part, isNumbered ? index : null, shape)})`)
    .join(" UNION ALL BY NAME ");
}

/**
 * The query that makes of loaded records the table of their dataset: every canonical column, then theirs. Statuses that are
 * the canonical words already need not be looked up at every use.
 */
export function tableSql(
  records: string,
  parts: readonly TextPart[],
  { dataset, layout, canonicalStatuses = false }: Shape & { readonly canonicalStatuses?: boolean },
): string {
  const has = (column: string): boolean =>
    parts.some(({ binding }) => binding.canonical.has(column));
  const canonical = valueColumns(dataset, layout, has).map(({ name, column, type, derived }) => {
    if (!has(column)) return `CAST(NULL AS ${type}) AS ${identifier(name)}`;
    if (derived === null) return identifier(name);
    return `${canonicalStatuses ? identifier(`source_${name}`) : derived} AS ${identifier(name)}`;
  });
  const extras = new Map(
    parts.flatMap(({ binding }) =>
      [...binding.extras.keys()].map((name) => [name.toLowerCase(), identifier(name)] as const),
    ),
  );
  return `SELECT ${[...canonical, ...extras.values()].join(", ")} FROM ${identifier(records)}`;
}

function partSql(part: TextPart, index: number | null, shape: Shape): string {
  const { canonical, extras } = part.binding;
  const names = [...loadedColumns(part, shape).map(({ name }) => name), ...extras.keys()];
  const unreadable = [...canonical.keys()].map((column) =>
    unreadableSql(shape.dataset, column, part.spaces),
  );
  const place = [
    ...(index === null ? [] : [`CAST(${index} AS INTEGER) AS ${identifier(working.part)}`]),
    ...(part.lined ? [identifier(working.record)] : []),
  ];
  return `
    SELECT ${[
      ...names.map(identifier),
      `(${unreadable.join(" OR ")}) AS ${identifier(working.rejected)}`,
      ...place,
    ].join(", ")}
    FROM (${valuesSql(part, shape)})`;
}

/** The texts of a part and, beside them, what is loaded of each. */
export function valuesSql(part: TextPart, shape: Shape): string {
  const values = loadedColumns(part, shape).map(({ name, sql }) => `${sql} AS ${identifier(name)}`);
  return `SELECT *, ${values.join(", ")} FROM (${textsSql(part, shape.dataset)})`;
}

function loadedColumns({ binding, spaces }: TextPart, { dataset, layout }: Shape): ValueColumn[] {
  const has = (column: string): boolean => binding.canonical.has(column);
  return valueColumns(dataset, layout, has, spaces).filter(
    ({ column, derived }) => has(column) && derived === null,
  );
}

/** The texts of a part: canonical columns, extras under their own name, and the line where it is known. */
function textsSql(part: TextPart, dataset: Dataset): string {
  const { binding, spaces } = part;
  const { canonical, extras, header } = binding;
  const raw = (index: number): string => identifier(`c${index}`);
  const columns = [
    ...[...canonical].map(([column, index]) => {
      const { type } = definitionOf(dataset).columns[column] ?? {};
      return `${isTrimmed(type) ? trimmedSql(raw(index), spaces) : raw(index)} AS ${textOf(column)}`;
    }),
    ...[...extras].map(
      ([name, index]) => `${trimmedSql(raw(index), spaces)} AS ${identifier(name)}`,
    ),
    ...(part.lined ? [identifier(working.record), identifier(working.line)] : []),
  ];
  const names = header.map((_, index) => `c${index}`);
  const types = [
    ...(part.lined
      ? [working.record, working.line].map((name) => `${literal(name)}: 'INTEGER'`)
      : []),
    ...names.map((name) => `${literal(name)}: 'VARCHAR'`),
  ];
  const { delimiter, quote, escape, skip } = part.dialect;
  return `SELECT ${columns.join(", ")}
    FROM read_csv(${literal(part.path)}, auto_detect = false, header = true, skip = ${skip},
      delim = ${literal(delimiter)}, quote = ${literal(quote)}, escape = ${literal(escape)},
      ${part.lined ? `max_line_size = ${longestWritten}, buffer_size = ${bufferBytes.lined}` : `buffer_size = ${bufferBytes.plain}`}, compression = 'none', columns = {${types.join(", ")}})`;
}
