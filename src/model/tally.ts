import { addLatency } from "#model/latency.ts";
import type { Latency } from "#model/latency.ts";
import { conditions, isBlind } from "#model/observation.ts";
import type { Condition } from "#model/observation.ts";

/** What looks at an endpoint came to within a span of time; two of them add up to that of both. */
export interface Tally {
  /** How many looks came to each condition, in the order of `conditions`. */
  readonly looks: number[];
  /** Milliseconds it stood up, down, and down in maintenance; in those left over nothing was told. */
  up: number;
  down: number;
  excused: number;
  /** Of looks that were answered. */
  readonly latency: Latency;
}

export function emptyTally(): Tally {
  return { looks: conditions.map(() => 0), up: 0, down: 0, excused: 0, latency: new Map() };
}

/** Adds one tally to another. */
export function addTally(sum: Tally, other: Tally): void {
  for (const [place, count] of other.looks.entries()) {
    sum.looks[place] = (sum.looks[place] ?? 0) + count;
  }
  sum.up += other.up;
  sum.down += other.down;
  sum.excused += other.excused;
  addLatency(sum.latency, other.latency);
}

/** Looks in all, or those that came to some conditions. */
export function looksOf({ looks }: Tally, ...of: readonly Condition[]): number {
  if (of.length === 0) return looks.reduce((sum, count) => sum + count, 0);
  return of.reduce((sum, one) => sum + (looks[conditions.indexOf(one)] ?? 0), 0);
}

/** Looks that found it bad; our own quota and blindness say nothing of the endpoint. */
export function failuresOf(tally: Tally): number {
  return looksOf(tally) - looksOf(tally, "up", ...conditions.filter(isBlind));
}

/** The share of the told time that it was up, maintenance left out; null where nothing was told. */
export function uptimeOf({ up, down }: Tally): number | null {
  return up + down === 0 ? null : up / (up + down);
}

/** What may be missed of what was promised, in milliseconds, and what was. */
export interface ErrorBudget {
  readonly allowed: number;
  readonly used: number;
}

/** The error budget of a window this long, for a share of the time in percent. */
export function errorBudget({ down }: Tally, promised: number, window: number): ErrorBudget {
  return { allowed: (window * (100 - promised)) / 100, used: down };
}
