import { castSpace } from "#exports/white-space.ts";
import { overlapsOf } from "#exports/zone-overlaps.ts";
import { literal } from "#reconcile/sql.ts";

const day = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const minute = "([01][0-9]|2[0-4]):[0-5][0-9]";
const second = ":[0-5][0-9](\\.[0-9]{1,9})?";
const offset = "[+-](0[0-9]|1[0-4]):?[0-5][0-9]";
const grouped = (pattern: string): string => pattern.replaceAll(/\((?!\?)/g, "(?:");

/**
 * A time as SQL: the UTC instant, or midnight of a calendar date; NULL where the text is neither. Casts alone are not
 * enough: a cast to TIMESTAMP drops an offset silently and takes `infinity` and `2026-1-7`. The commonest form is told by
 * its shape, which costs half of a pattern: in it, a cast only lets a space or a point pass where a digit should be; only
 * the `spaces` that the file may have are looked for.
 */
export function timeSql(
  text: string,
  trimmed: string,
  timezone: string,
  spaces: readonly string[] = castSpace,
): string {
  const strays = [".", ...castSpace.filter((mark) => spaces.includes(mark))].map(
    (mark) => `contains(${text}, chr(${mark.charCodeAt(0)}))`,
  );
  return `CASE
    WHEN ${text} LIKE '2___-__-__T__:__:__Z' AND NOT (${strays.join(" OR ")})
      THEN TRY_CAST(${text} AS TIMESTAMP)
    WHEN ${text} IS NOT NULL THEN ${anyTimeSql(trimmed, timezone)}
  END`;
}

function anyTimeSql(text: string, timezone: string): string {
  const whole = (pattern: string): string => `regexp_full_match(${text}, ${literal(pattern)})`;
  return `CASE
    WHEN ${whole(`${day}[T ]${minute}${second}Z`)} THEN TRY_CAST(${text} AS TIMESTAMP)
    WHEN ${whole(`${day}[T ]${minute}${second}`)} THEN ${utcSql(`TRY_CAST(${text} AS TIMESTAMP)`, timezone)}
    WHEN ${whole(day)} THEN TRY_CAST(${text} AS TIMESTAMP)
    WHEN ${text} IS NOT NULL THEN ${otherTimeSql(text, timezone)}
  END`;
}

/** With an offset, or without seconds. */
function otherTimeSql(text: string, timezone: string): string {
  const parts = `^(${grouped(`${day}[T ]${minute}`)})(${grouped(second)})?(Z|${grouped(offset)})?$`;
  const part = (group: number): string => `regexp_extract(${text}, ${literal(parts)}, ${group})`;
  const local = `concat(${part(1)}, coalesce(nullif(${part(2)}, ''), ':00'))`;
  return `CASE ${part(3)}
    WHEN '' THEN ${utcSql(`TRY_CAST(${local} AS TIMESTAMP)`, timezone)}
    WHEN 'Z' THEN TRY_CAST(${local} AS TIMESTAMP)
    ELSE timezone('UTC', TRY_CAST(concat(${local}, ${part(3)}) AS TIMESTAMPTZ))
  END`;
}

/** True where a read time had no time of day. */
export function isDateSql(text: string): string {
  return `NOT contains(${text}, ':')`;
}

export function dateSql(text: string): string {
  return `CASE WHEN regexp_full_match(${text}, ${literal(day)}) THEN TRY_CAST(${text} AS DATE) END`;
}

/**
 * The instant of a local time, as UTC. One that occurs twice is its first occurrence (the engine takes the second); one
 * that is skipped is read with the offset before the gap, and so falls after it.
 */
function utcSql(local: string, timezone: string): string {
  if (timezone === "UTC") return local;
  const utc = `timezone('UTC', timezone(${literal(timezone)}, ${local}))`;
  const overlaps = overlapsOf(timezone);
  if (overlaps.length === 0) return utc;
  const days = new Set(
    overlaps.flatMap(({ start, end }) => [start.slice(0, 10), end.slice(0, 10)]),
  );
  const first = overlaps.map(
    ({ start, end, minutes }) =>
      `WHEN ${local} >= TIMESTAMP '${start}' AND ${local} < TIMESTAMP '${end}' THEN ${utc} - INTERVAL ${minutes} MINUTE`,
  );
  return `CASE WHEN CAST(${local} AS DATE) IN (${[...days].map((on) => `DATE '${on}'`).join(", ")})
    THEN CASE ${first.join("\n")} ELSE ${utc} END ELSE ${utc} END`;
}
