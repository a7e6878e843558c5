import { nextOnGrid, phaseOf } from "#watch/phase.ts";
import { Schedule } from "#watch/schedule.ts";
import type { Clock } from "#watch/schedule.ts";
import { Turns } from "#watch/turns.ts";

/** What is looked at in rounds. */
export interface Round {
  readonly id: string;
  /** Milliseconds from one look to the next. */
  readonly interval: number;
  /** The host it asks, null where it asks none. */
  readonly host: string | null;
  /** True where a look reads a whole export, which takes its time. */
  readonly readsExports: boolean;
}

/** When the first look is made: in its turn, within a minute, or as soon as may be. */
export type First = "in turn" | "soon" | "now";

export interface RoundsParts {
  readonly clock: Clock;
  /** Milliseconds of UTC: the grid is the same after every restart. */
  readonly wall: () => number;
  /** Looks once, and says after how many milliseconds from its beginning to look again; null for the usual interval. */
  readonly look: (id: string) => Promise<number | null>;
  /** Hears how many milliseconds after it was due a look began. */
  readonly onLook?: (late: number) => void;
  readonly atOnce?: number;
  readonly ofHost?: number;
}

/** Confirmations of what was broken off by a restart come no faster than those of any other. */
const leastGap = 1000;
/** What has not been looked at for longer than its interval is looked at within this. */
const soon = 60_000;

interface Going {
  round: Round;
  /** Monotonic instant of its next look on the grid, and of when the last one began. */
  next: number;
  begun: number;
  doing: "nothing" | "waiting" | "looking";
  /** Somebody wants one that begins from now on. */
  isAsked: boolean;
}

/** Looks at each when it is due: on a grid of its own, so many at once, and never at one that is still being looked at. */
export class Rounds {
  readonly #parts: RoundsParts;
  readonly #schedule: Schedule;
  readonly #turns: Turns;
  readonly #exports = new Turns({ atOnce: 1, ofHost: 1 });
  readonly #going = new Map<string, Going>();
  #overruns = 0;

  constructor(parts: RoundsParts) {
    this.#parts = parts;
    this.#schedule = new Schedule(parts.clock, (id, at) => this.#due(id, at));
    this.#turns = new Turns({ atOnce: parts.atOnce ?? 64, ofHost: parts.ofHost ?? 4 });
  }

  /** Looks that were due and not made, since the one before was still under way. */
  get overruns(): number {
    return this.#overruns;
  }

  /** Looks that are waiting for their turn, and those being made. */
  get underWay(): { readonly waiting: number; readonly looking: number } {
    const all = [...this.#going.values()].map(({ doing }) => doing);
    const count = (one: Going["doing"]): number => all.filter((doing) => doing === one).length;
    return { waiting: count("waiting"), looking: count("looking") };
  }

  has(id: string): boolean {
    return this.#going.has(id);
  }

  /** Goes on with one from now on; where only what is said of it has changed, its next look stays where it is. */
  set(round: Round, first: First = "in turn"): void {
    const known = this.#going.get(round.id);
    if (known && known.round.interval === round.interval && first === "in turn") {
      known.round = round;
      return;
    }
    const { id, interval } = round;
    const now = this.#parts.clock.now();
    const wall = this.#parts.wall();
    const phase = phaseOf(id, interval);
    const next = now + nextOnGrid(wall, interval, phase) - wall;
    const begun = known?.begun ?? Number.NEGATIVE_INFINITY;
    this.#going.set(id, { round, next, begun, doing: "nothing", isAsked: false });
    const within = { "in turn": interval, soon, now: leastGap }[first];
    this.#schedule.set(id, within >= interval ? next : Math.min(next, now + (phase % within)));
  }

  delete(id: string): void {
    this.#going.delete(id);
    this.#schedule.delete(id);
  }

  /** Looks at once, ahead of those who wait; after the look that is being made, if there is one. */
  ask(id: string): void {
    const going = this.#going.get(id);
    if (!going) return;
    if (going.doing === "looking") going.isAsked = true;
    else if (going.doing === "nothing") this.#take(going, this.#parts.clock.now(), true);
  }

  stop(): void {
    this.#going.clear();
    this.#schedule.clear();
  }

  #due(id: string, at: number): void {
    const going = this.#going.get(id);
    if (!going) return;
    const isConfirmation = at < going.next;
    if (!isConfirmation) this.#pass(going, at);
    this.#schedule.set(id, going.next);
    if (going.doing === "nothing") this.#take(going, at, isConfirmation);
    else if (!isConfirmation) this.#overruns += 1;
  }

  /** Goes to the next instant of the grid that is ahead. */
  #pass(going: Going, at: number): void {
    const { interval } = going.round;
    const missed = Math.floor((this.#parts.clock.now() - at) / interval);
    going.next = at + (missed + 1) * interval;
    this.#overruns += missed;
  }

  #take(going: Going, due: number, isAhead: boolean): void {
    const { host, readsExports } = going.round;
    const turns = readsExports ? this.#exports : this.#turns;
    going.doing = "waiting";
    const start = (): void => {
      void this.#look(going, due).finally(() => turns.done(host));
    };
    turns.take(host, start, isAhead);
  }

  async #look(going: Going, due: number): Promise<void> {
    const { clock, look, onLook } = this.#parts;
    const { id } = going.round;
    const isCurrent = (): boolean => this.#going.get(id) === going;
    if (!isCurrent()) return;
    going.doing = "looking";
    going.begun = clock.now();
    onLook?.(going.begun - due);
    const again = await look(id);
    going.doing = "nothing";
    if (!isCurrent()) return;
    if (going.isAsked) {
      going.isAsked = false;
      this.#take(going, clock.now(), true);
    } else if (again !== null) {
      this.#confirm(going, going.begun + Math.max(again, leastGap));
    }
  }

  /** While a change is being confirmed, its confirmations stand in for looks of the grid. */
  #confirm(going: Going, at: number): void {
    const { interval } = going.round;
    while (going.next <= at) going.next += interval;
    this.#schedule.set(going.round.id, at);
  }
}
