import { spans } from "#model/history.ts";
import { addLook } from "#model/latency.ts";
import { conditions, isBlind } from "#model/observation.ts";
import type { Observation } from "#model/observation.ts";
import { emptyTally } from "#model/tally.ts";
import type { Tally } from "#model/tally.ts";
import { beginningOf } from "#watch/history/pages.ts";

type Told = "up" | "down" | "excused";

/** What one process has seen of an endpoint since it last wrote. */
export class Recorded {
  #minutes = new Map<number, Tally>();
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
    const tellsNothing = isBlind(condition);
    // How long it took to get no answer says how long we wait.
    if (!tellsNothing && condition !== "platform_down") addLook(tally.latency, milliseconds);
    if (tellsNothing) this.#told = null;
    else if (condition === "up") this.#told = "up";
    else this.#told = isMaintained ? "excused" : "down";
    this.#stands = at + standsFor;
  }

  /** Hands over what is new since it was last taken, by minute; the time of one not looked at, once a minute. */
  take(now: number): ReadonlyMap<number, Tally> {
    const isMinuteOver = beginningOf("minute", this.#accounted) < beginningOf("minute", now);
    if (this.#minutes.size > 0 || isMinuteOver || this.isOver(now)) this.#advance(now);
    const taken = this.#minutes;
    this.#minutes = new Map();
    return taken;
  }

  /** Whether what was told last no longer stands. */
  isOver(now: number): boolean {
    return this.#stands < now;
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

  #minute(at: number): Tally {
    const begins = beginningOf("minute", at);
    let tally = this.#minutes.get(begins);
    if (!tally) this.#minutes.set(begins, (tally = emptyTally()));
    return tally;
  }
}
