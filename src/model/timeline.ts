import { DateTime } from "luxon";

import type { CauseId } from "#model/causes.ts";
import type { Window } from "#model/window.ts";

/** How long before a window's end a change may still be felt in it. */
export const recentDays = 30;

/** Calendar days, both inclusive. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** What the records of one cause add to a gap on one day. */
export interface DatedCause {
  /** Null for all that are dated on none of the days looked at, or not at all. */
  readonly day: string | null;
  /** Null for what is unexplained. */
  readonly cause: CauseId | null;
  /** Exact decimal. */
  readonly amount: string;
  readonly rows: number;
}

/** A gap laid over the days: what each cause adds to it on each, adding up to the gap but for what no record explains. */
export interface DatedGap {
  readonly title: string;
  /** ISO 4217; null for counts. */
  readonly currency: string | null;
  readonly gap: string;
  readonly days: readonly DatedCause[];
}

/** A change of the source's configuration. */
export interface DatedChange {
  /** ISO 8601, an instant or a calendar date. */
  readonly at: string;
  readonly module: string;
}

/** A confirmed bad state of an endpoint. */
export interface EndpointIncident {
  /** ISO 8601, an instant. */
  readonly from: string;
  /** Null while it lasts. */
  readonly to: string | null;
  readonly endpoint: string;
  readonly state: string;
}

/** What happened around a window, for one axis of time. */
export interface Timeline {
  readonly days: Days;
  readonly window: Window;
  readonly gaps: readonly DatedGap[];
  /** Null where the source does not tell of any. */
  readonly changes: readonly DatedChange[] | null;
  /** Null where no endpoint is watched, which is not the same as no incident. */
  readonly incidents: readonly EndpointIncident[] | null;
}

/** The days around a window: its own, and at least the thirty up to its end. */
export function daysAround({ from, to }: Pick<Window, "from" | "to">): Days {
  const month = DateTime.fromISO(to, { zone: "utc" }).minus({ days: recentDays - 1 });
  const first = month.toISODate() ?? from;
  return { from: first < from ? first : from, to };
}

/** The calendar day of a change in the window's timezone. */
export function dayOfChange({ at }: DatedChange, { timezone }: Pick<Window, "timezone">): string {
  if (!at.includes("T")) return at;
  return DateTime.fromISO(at, { zone: timezone }).toISODate() ?? at;
}
