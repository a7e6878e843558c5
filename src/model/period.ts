import { DateTime } from "luxon";

import { UsageError } from "#errors.ts";
import { parseWindow, readTimezone } from "#model/window.ts";
import type { Window } from "#model/window.ts";

export const periodKinds = ["day", "week", "month"] as const;
export type PeriodKind = (typeof periodKinds)[number];

/** A window that a check judges; `span` is what the windows before it are made of, `days` for any other length. */
export interface Period extends Window {
  readonly span: PeriodKind | "days";
}

/** The last whole day, ISO week or month before the day that an instant is in. */
export function lastPeriod(now: DateTime, kind: PeriodKind, timezone: string): Period {
  const start = now.setZone(timezone).startOf(kind).setZone("utc", { keepLocalTime: true });
  return periodOf(start.minus({ [kind]: 1 }), start.minus({ day: 1 }), kind, timezone);
}

/** Reads what a window is written as, and a week of ISO 8601 such as `2026-W46`; anything else is a UsageError. */
export function parsePeriod(text: string, zone: string): Period {
  const week = /^(\d{4})-W(\d{2})$/.exec(text);
  if (!week) {
    const window = parseWindow(text, zone);
    return { ...window, span: spanOf(window) };
  }
  const monday = DateTime.fromISO(text, { zone: "utc" });
  if (!monday.isValid) {
    const problem = `Window "${text}" names a week that does not exist; write it like 2026-W46.`;
    throw new UsageError(problem, ["window"]);
  }
  return periodOf(monday, monday.plus({ days: 6 }), "week", readTimezone(zone));
}

/** The windows before a period, nearest first: as many days, weeks or months, or as many times its own length. */
export function periodsBefore(period: Period, count: number): Period[] {
  const { span, timezone } = period;
  const [from, to] = [dayOf(period.from), dayOf(period.to)];
  const length = to.diff(from, "days").days + 1;
  return Array.from({ length: count }, (_, index) => {
    const back = index + 1;
    if (span === "month") {
      const month = from.minus({ months: back });
      return periodOf(month, month.endOf("month"), span, timezone);
    }
    const days = { days: back * length };
    return periodOf(from.minus(days), to.minus(days), span, timezone);
  });
}

/** A period for people: `2026-10-05`, `2026-W46`, `2026-10`, else both days. */
export function displayPeriod({ from, to, span }: Period): string {
  if (span === "day") return from;
  if (span === "month") return from.slice(0, 7);
  return span === "week" ? dayOf(from).toFormat("kkkk-'W'WW") : `${from}..${to}`;
}

/** The names of a period and of so many before it, oldest first: what a series over them is labelled with. */
export function periodLabels(period: Period, before: number): string[] {
  return [period, ...periodsBefore(period, before)].map(displayPeriod).toReversed();
}

function spanOf({ from, to }: Window): Period["span"] {
  if (from === to) return "day";
  const [first, last] = [dayOf(from), dayOf(to)];
  if (first.day === 1 && first.endOf("month").hasSame(last, "day")) return "month";
  return first.weekday === 1 && last.diff(first, "days").days === 6 ? "week" : "days";
}

function periodOf(from: DateTime, to: DateTime, span: Period["span"], timezone: string): Period {
  return { from: from.toISODate() ?? "", to: to.toISODate() ?? "", span, timezone };
}

function dayOf(day: string): DateTime {
  return DateTime.fromISO(day, { zone: "utc" });
}
