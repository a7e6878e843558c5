import { DateTime } from "luxon";

import { addTally, emptyTally, failuresOf, looksOf, uptimeOf } from "#model/tally.ts";
import type { Tally } from "#model/tally.ts";

/** What looks at an endpoint came to over a stretch of time, in milliseconds of UTC, step by step. */
export interface WatchedSpan {
  readonly endpoint: string;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** Those that something was seen in, in order. */
  readonly steps: readonly { readonly at: number; readonly tally: Tally }[];
}

/** How a stretch of time stood: nothing told, all well, some of it bad, all of it bad. */
export type Shade = "untold" | "up" | "partly" | "down" | "excused";

/** Told apart by people who see few colours, too. */
export const shadeColors: Readonly<Record<Shade, string>> = {
  untold: "#e7e9ed",
  up: "#009e73",
  partly: "#e69f00",
  down: "#d55e00",
  excused: "#9aa3af",
};

export const shadeWords: Readonly<Record<Shade, string>> = {
  untold: "not looked at",
  up: "up",
  partly: "partly down",
  down: "down",
  excused: "maintenance",
};

/** A step is down when it was so for half of what was told. */
const mostlyDown = 0.5;

export function shadeOf(tally: Tally): Shade {
  const share = uptimeOf(tally);
  if (tally.excused > tally.down && tally.excused > 0) return "excused";
  if (share === null)
    return failuresOf(tally) > 0 ? "down" : looksOf(tally, "up") > 0 ? "up" : "untold";
  if (share === 1) return failuresOf(tally) > 0 ? "partly" : "up";
  return share > mostlyDown ? "partly" : "down";
}

/** Stretches of one shade, each as long as it lasts, within the span. */
export function shadesOf({ steps, step, from, to }: WatchedSpan): Stretch[] {
  const stretches: { at: number; end: number; shade: Shade }[] = [];
  for (const { at, tally } of steps) {
    const shade = shadeOf(tally);
    const [begin, end] = [Math.max(from, at), Math.min(to, at + step)];
    const last = stretches.at(-1);
    if (last?.shade === shade && last.end === begin) last.end = end;
    else if (begin < end) stretches.push({ at: begin, end, shade });
  }
  return stretches;
}

interface Stretch {
  readonly at: number;
  readonly end: number;
  readonly shade: Shade;
}

export function sumOf({ steps }: WatchedSpan): Tally {
  const sum = emptyTally();
  for (const { tally } of steps) addTally(sum, tally);
  return sum;
}

const tickSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080].map(
  (minutes) => minutes * 60_000,
);
const mostTicks = 8;

/** Where a time axis is named, and how: at whole steps of the zone's own clock, the day where one begins. */
export function timeTicks(
  { from, to }: Pick<WatchedSpan, "from" | "to">,
  timezone: string,
): { readonly at: number; readonly text: string }[] {
  const step = tickSteps.find((one) => (to - from) / one <= mostTicks) ?? (to - from) / mostTicks;
  const zoned = (at: number): DateTime => DateTime.fromMillis(at, { zone: timezone });
  const offset = zoned(from).offset * 60_000;
  const first = Math.ceil((from + offset) / step) * step - offset;
  const ticks = [];
  for (let at = first; at <= to; at += step) {
    const time = zoned(at);
    const isDay = step >= 86_400_000 || (time.hour === 0 && time.minute === 0);
    ticks.push({ at, text: time.toFormat(isDay ? "LLL d" : "HH:mm", { locale: "en-US" }) });
  }
  return ticks;
}
