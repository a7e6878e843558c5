import { spans } from "#model/history.ts";
import { addLook } from "#model/latency.ts";
import { conditions } from "#model/observation.ts";
import type { Observation } from "#model/observation.ts";
import { emptyTally } from "#model/tally.ts";
import type { Tally } from "#model/tally.ts";
import { beginningOf } from "#watch/history/pages.ts";

type Told = "up" | "down" | "excused";

/** Minutes held while they cannot be written. */
const mostMinutes = 60;

/** What one process has seen of an endpoint in the last minutes. */
export class Recorded {
  readonly #minutes = new Map<number, Tally>();
  readonly #unwritten = new Set<number>();
  /** What the last look told, and until when that stands; null when it told nothing. */
  #told: Told | null = null;
  #stands = 0;
  /** Until when time has been added up. */
  #accounted = 0;

  /** Counts a look. What it tells stands until the next one, or for as long as the next may take. */
  look(
    at: number,
    { condition, milliseconds }: Pick<Observation, "condition" | "milliseconds">,
    { standsFor, isMaintained }: { readonly standsFor: number; readonly isMaintained: boolean },
  ): void {
    this.#advance(at);
    const tally = this.#minute(at);
    const place = conditions.indexOf(condition);
    tally.looks[place] = (tally.looks[place] ?? 0) + 1;
    const isBlind = condition === "unknown" || condition === "throttled";
    // How long it took to get no answer says how long we wait.
    if (!isBlind && condition !== "platform_down") addLook(tally.latency, milliseconds);
    if (isBlind) this.#told = null;
    else if (condition === "up") this.#told = "up";
    else this.#told = isMaintained ? "excused" : "down";
    this.#stands = at + standsFor;
  }

  /** The minutes that have changed since they were last taken, as they stand. */
  take(now: number): [number, Tally][] {
    const isMinuteOver = beginningOf("minute", this.#accounted) < beginningOf("minute", now);
    if (this.#unwritten.size > 0 || isMinuteOver) this.#advance(now);
    const taken = [...this.#unwritten].flatMap((at): [number, Tally][] => {
      const tally = this.#minutes.get(at);
      return tally ? [[at, tally]] : [];
    });
    this.#unwritten.clear();
    return taken;
  }

  /** A minute that was taken and could not be written. */
  giveBack(at: number): void {
    if (this.#minutes.has(at)) this.#unwritten.add(at);
  }

  /** Forgets what is written and older; true when there is nothing left to know. */
  forget(before: number): boolean {
    for (const at of this.#minutes.keys()) {
      const isHeld = this.#unwritten.has(at) && at > before - mostMinutes * spans.minute;
      if (at < before && !isHeld) this.#minutes.delete(at);
    }
    return this.#minutes.size === 0 && this.#stands < before;
  }

  /** Adds the time up to an instant to what was told last. */
  #advance(now: number): void {
    const until = Math.min(now, this.#stands);
    let from = this.#accounted;
    this.#accounted = Math.max(now, from);
    while (this.#told !== null && from < until) {
      const end = Math.min(until, beginningOf("minute", from) + spans.minute);
      this.#minute(from)[this.#told] += end - from;
      from = end;
    }
  }

  /** A minute that was forgotten is not begun again: what was written of it would be lost. */
  #minute(at: number): Tally {
    const begins = beginningOf("minute", Math.max(at, this.#accounted - 2 * spans.minute));
    let tally = this.#minutes.get(begins);
    if (!tally) this.#minutes.set(begins, (tally = emptyTally()));
    this.#unwritten.add(begins);
    return tally;
  }
}
