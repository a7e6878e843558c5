import { DateTime } from "luxon";

import type { Days } from "#model/timeline.ts";

/** Days along a line: where a day or an instant lies between its ends. */
export interface TimeAxis {
  /** Days in one bar: 1, more where single days would be too thin to see. */
  readonly step: number;
  readonly bars: number;
  /** Which bar a day is in. */
  readonly barOf: (day: string) => number;
  /** Where a bar begins. */
  readonly startOf: (bar: number) => number;
  /** Where an ISO 8601 instant or the beginning of a calendar day lies, held between the ends. */
  readonly at: (text: string) => number;
  /** Bars to name, and their names. */
  readonly ticks: readonly { readonly bar: number; readonly text: string }[];
}

const mostBars = 100;
const mostTicks = 8;

/** Lays days out between two places on a line. */
export function timeAxis(
  { from, to }: Days,
  timezone: string,
  [left, right]: readonly [number, number],
): TimeAxis {
  const first = DateTime.fromISO(from, { zone: "utc" });
  const daysTo = (day: string): number =>
    DateTime.fromISO(day, { zone: "utc" }).diff(first, "days").days;
  const count = daysTo(to) + 1;
  const step = Math.ceil(count / mostBars);
  const bars = Math.ceil(count / step);
  const startOf = (bar: number): number => left + ((right - left) * bar) / bars;
  const every = Math.ceil(bars / mostTicks);
  return {
    step,
    bars,
    startOf,
    barOf: (day) => Math.floor(daysTo(day) / step),
    at(text) {
      const place = startOf(daysUntil(text, timezone, daysTo) / step);
      return Math.min(right, Math.max(left, place));
    },
    ticks: Array.from({ length: Math.ceil(bars / every) }, (_, index) => {
      const bar = index * every;
      const day = first.plus({ days: bar * step });
      return { bar, text: day.toFormat("LLL d", { locale: "en-US" }) };
    }),
  };
}

/** Days from the axis's beginning, an instant with its share of the local day. */
function daysUntil(text: string, timezone: string, daysTo: (day: string) => number): number {
  if (!text.includes("T")) return daysTo(text);
  const local = DateTime.fromISO(text, { zone: timezone });
  return daysTo(local.toISODate() ?? "") + (local.hour + local.minute / 60) / 24;
}
