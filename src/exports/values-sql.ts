import { amountSql, amountType } from "#exports/amounts-sql.ts";
import { dateSql, isDateSql, timeSql } from "#exports/times-sql.ts";
import { whiteSpace } from "#exports/white-space.ts";
import type { ColumnType, Dataset } from "#model/datasets.ts";
import { definitionOf } from "#model/datasets.ts";
import { identifier, literal } from "#reconcile/sql.ts";
import type { Layout } from "#source.ts";

/** A column of a dataset's table. */
export interface ValueColumn {
  readonly name: string;
  /** The canonical column it comes from. */
  readonly column: string;
  readonly type: string;
  /** Its value as SQL over the trimmed texts. */
  readonly sql: string;
  /** Its value as SQL over the loaded columns; null when it is loaded itself. */
  readonly derived: string | null;
}

/** The text of a canonical column, as SQL: trimmed, unless its type is one whose usual forms have no space to trim. */
export function textOf(column: string): string {
  return identifier(`text ${column}`);
}

/** White space as an SQL text; a mark that cannot be seen is written by its number. */
const allSpace = `concat(${whiteSpace.map((mark) => `chr(${mark.codePointAt(0)})`).join(", ")})`;

/**
 * A raw value without the white space around it, NULL when nothing is left; looks only for what may be there, and trims
 * only where there is some.
 */
export function trimmedSql(raw: string, spaces: readonly string[] = whiteSpace): string {
  if (spaces.length === 0) return raw;
  const ends = spaces.map((mark) => `suffix(${raw}, ${literal(mark)})`);
  return `CASE WHEN ${raw} BETWEEN '!' AND '~' AND NOT (${ends.join(" OR ")}) THEN ${raw}
    ELSE nullif(trim(${raw}, ${allSpace}), '') END`;
}

/** False for types that trim only what is not in their usual form: most values are, and trimming costs as much as reading. */
export function isTrimmed(type: ColumnType | undefined): boolean {
  return type !== "money" && type !== "time";
}

/** Every column of a dataset's table; `has` tells which canonical columns the file has, `spaces` which white space. */
export function valueColumns(
  dataset: Dataset,
  layout: Layout,
  has: (column: string) => boolean,
  spaces?: readonly string[],
): ValueColumn[] {
  const { columns, statuses } = definitionOf(dataset);
  return Object.entries(columns).flatMap(([column, { type }]): ValueColumn[] => {
    const text = textOf(column);
    const value = (sql: string, sqlType: string, name = column): ValueColumn => ({
      name,
      column,
      type: sqlType,
      sql,
      derived: null,
    });
    switch (type) {
      case "id":
      case "text":
        return [value(column === "currency" ? `upper(${text})` : text, "VARCHAR")];
      case "money": {
        const currency = has("currency") ? `upper(${textOf("currency")})` : "NULL";
        const rules = { form: layout.amounts, currency, plainWithoutCurrency: dataset === "cards" };
        return [value(amountSql(text, trimmedSql(text, spaces), rules), amountType)];
      }
      case "time":
        return [
          value(timeSql(text, trimmedSql(text, spaces), layout.timezone, spaces), "TIMESTAMP"),
          value(isDateSql(text), "BOOLEAN", `${column}_is_date`),
        ];
      case "date":
        return [value(dateSql(text), "DATE")];
      case "count":
        return [value(countSql(text), "BIGINT")];
      case "flag":
        return [value(flagSql(text), "BOOLEAN")];
      case "status": {
        const theirs = `source_${column}`;
        const derived = statusSql(identifier(theirs), layout, statuses);
        return [{ ...value(text, "VARCHAR"), derived }, value(text, "VARCHAR", theirs)];
      }
    }
  });
}

function countSql(text: string): string {
  return `CASE WHEN regexp_full_match(${text}, '[0-9]{1,18}') THEN TRY_CAST(${text} AS BIGINT) END`;
}

function flagSql(text: string): string {
  return `CASE WHEN lower(${text}) IN ('true', '1', 'yes') THEN true WHEN lower(${text}) IN ('false', '0', 'no') THEN false END`;
}

function statusSql(text: string, layout: Layout, statuses: readonly string[] | undefined): string {
  const mapped = Object.entries(layout.statuses).map(
    ([theirs, status]) => `WHEN ${text} = ${literal(theirs)} THEN ${literal(status)}`,
  );
  const rest = statuses
    ? `WHEN ${text} IN (${statuses.map(literal).join(", ")}) THEN ${text}`
    : `ELSE ${text}`;
  return mapped.length === 0 && !statuses ? text : `CASE ${mapped.join(" ")} ${rest} END`;
}

/** True where a column's value could not be read: missing though required, or written in no accepted form. */
export function unreadableSql(
  dataset: Dataset,
  column: string,
  spaces?: readonly string[],
): string {
  const definition = definitionOf(dataset).columns[column];
  const text = textOf(column);
  const missing = `${text} IS NULL`;
  const isRead =
    definition?.type === "id" || definition?.type === "text" || definition?.type === "status";
  if (isRead) return definition.required ? missing : "false";
  const value = identifier(column);
  if (definition?.required) return `${value} IS NULL`;
  const written = isTrimmed(definition?.type) ? text : trimmedSql(text, spaces);
  return `CASE WHEN ${value} IS NULL AND ${text} IS NOT NULL THEN ${written} IS NOT NULL ELSE false END`;
}
