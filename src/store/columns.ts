import type { ColumnType } from "kysely";

/** Read as a date; written as one, or as text with an offset. */
export type Instant = ColumnType<Date, Date | string, Date | string>;

/** A value kept as JSON, written as its text. */
export type Json<Value> = ColumnType<Value, string, string>;
