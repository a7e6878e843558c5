import { DateTime, IANAZone } from "luxon";

import { UsageError } from "#errors.ts";
import { timezoneLinks } from "#model/timezone-links.ts";

/** Calendar days `from` to `to`, both inclusive, in an IANA timezone. */
export interface Window {
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
}

/** The instants a window stands for, `[start, end)`. */
export interface Bounds {
  readonly start: DateTime;
  readonly end: DateTime;
}

/** A year before it is a slip of the keyboard. */
const earliestYear = 1970;
const accepted = "write it as 2026-10 or 2026-10-01..2026-10-31";

/** Which of them this system knows is asked one by one: asking for all takes longer than to read a configuration. */
const timezones = new Map(
  [...Intl.supportedValuesOf("timeZone"), ...timezoneLinks].map((name) => [
    name.toLowerCase(),
    name,
  ]),
);

/** A timezone as the tz database writes it, whatever the case; an offset or any other word is a UsageError. */
export function readTimezone(text: string): string {
  const name = timezones.get(text.toLowerCase());
  if (name !== undefined && IANAZone.isValidZone(name)) return name;
  throw new UsageError(
    `"${text}" is not a timezone of the tz database; write it like America/New_York or UTC.`,
    ["timezone"],
  );
}

/** Reads `2026-10`, `2026-10-01..2026-10-31` or one day; anything else is a UsageError with the accepted form. */
export function parseWindow(text: string, zone: string): Window {
  const timezone = readTimezone(zone);
  const month = /^(\d{4})-(\d{2})$/.exec(text);
  if (month) {
    const first = day(`${text}-01`, text);
    return { from: first.toISODate(), to: first.endOf("month").toISODate(), timezone };
  }
  const range = /^(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?$/.exec(text);
  if (!range?.[1])
    throw new UsageError(`Window "${text}" is not a window; ${accepted}.`, ["window"]);
  const from = day(range[1], text);
  const to = day(range[2] ?? range[1], text);
  if (to < from) {
    throw new UsageError(`Window "${text}" ends before it starts; ${accepted}.`, ["window"]);
  }
  return { from: from.toISODate(), to: to.toISODate(), timezone };
}

function day(text: string, whole: string): DateTime<true> {
  const parsed = DateTime.fromISO(text, { zone: "utc" });
  if (parsed.isValid && parsed.year >= earliestYear) return parsed;
  if (parsed.isValid) {
    throw new UsageError(
      `Window "${whole}" lies before ${earliestYear}, when nobody kept such records; ${accepted}.`,
      ["window"],
    );
  }
  throw new UsageError(`Window "${whole}" names a day that does not exist; ${accepted}.`, [
    "window",
  ]);
}

/** The window's days read in a timezone, its own unless another is given. */
export function boundsOf(window: Window, timezone = window.timezone): Bounds {
  const last = DateTime.fromISO(window.to, { zone: "utc" });
  return {
    start: firstInstant(window.from, timezone),
    end: firstInstant(last.plus({ days: 1 }).toISODate() ?? "", timezone),
  };
}

/** The instant a day begins in a zone: the first midnight where clocks going back give it two, the first minute where it has none. */
function firstInstant(day: string, timezone: string): DateTime {
  let start = DateTime.fromISO(day, { zone: timezone }).startOf("day");
  // Where no clock was changed in the hours before, and there are hundreds of such days to ask for, this is it.
  if (start.minus({ hours: 4 }).offset === start.offset) return start;
  for (let earlier = start; start.diff(earlier, "hours").hours <= 3;) {
    earlier = earlier.minus({ minutes: 15 });
    if (earlier.toISODate() === day) start = earlier;
  }
  return start;
}

/** Refuses a window whose last day is not over in its own timezone. */
export function assertClosed(window: Window, now: DateTime): void {
  const { end } = boundsOf(window);
  if (now >= end) return;
  throw new UsageError(
    `Window ${displayWindow(window)} is not closed yet: its last day ends ${end.toISO({ suppressMilliseconds: true })}. Ask for days that are over.`,
    ["window"],
  );
}

/** The last whole month before `now` in a timezone, as `2026-10`. */
export function lastClosedMonth(now: DateTime, timezone: string): string {
  return now.setZone(timezone).minus({ months: 1 }).toFormat("yyyy-MM");
}

/** A window for people: `2026-10` for a whole month, else both days. */
export function displayWindow({ from, to }: Window): string {
  const first = DateTime.fromISO(from, { zone: "utc" });
  if (first.day === 1 && first.endOf("month").toISODate() === to) return first.toFormat("yyyy-MM");
  return from === to ? from : `${from}..${to}`;
}
