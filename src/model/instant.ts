import { DateTime } from "luxon";

/** An instant as platforms write it: ISO 8601, `2026-10-31 12:00:00`, seconds or milliseconds since 1970; null of anything else. */
export function instantOf(value: unknown, timezone: string): DateTime | null {
  const isNumber =
    typeof value === "number" || (typeof value === "string" && /^\d{9,13}$/.test(value));
  if (isNumber) {
    const number = Number(value);
    // Until the year 5138 seconds have fewer digits.
    return DateTime.fromMillis(number < 1e11 ? number * 1000 : number, { zone: "utc" });
  }
  if (typeof value !== "string") return null;
  const options = { zone: timezone };
  const readings = [
    DateTime.fromISO(value, options),
    DateTime.fromSQL(value, options),
    DateTime.fromHTTP(value, options),
    DateTime.fromRFC2822(value, options),
  ];
  return readings.find(({ isValid }) => isValid) ?? null;
}
