import TinyQueue from "tinyqueue";

/** Time as a schedule has it: monotonic, so that a clock that is put right neither skips nor bursts. */
export interface Clock {
  /** Milliseconds. */
  readonly now: () => number;
  /** Calls back after so many milliseconds, unless what it returns is called before. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}

interface Due {
  readonly id: string;
  readonly at: number;
}

/** A timer waits no longer than Node's can. */
const longest = 2 ** 30;

/** Names each id when it is due, by one timer over all of them. */
export class Schedule {
  readonly #clock: Clock;
  readonly #onDue: (id: string, at: number) => void;
  readonly #queue = new TinyQueue<Due>([], (a, b) => a.at - b.at);
  /** The one entry of each id that counts. */
  readonly #current = new Map<string, Due>();
  #cancel: (() => void) | null = null;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, onDue: (id: string, at: number) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Has it due then, and no longer when it was due before. */
  set(id: string, at: number): void {
    const due = { id, at };
    this.#current.set(id, due);
    this.#queue.push(due);
    if (at < this.#armedFor) this.#arm();
  }

  delete(id: string): void {
    this.#current.delete(id);
  }

  clear(): void {
    this.#current.clear();
    this.#arm();
  }

  #arm(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#armedFor = Number.POSITIVE_INFINITY;
    const next = this.#next();
    if (!next) return;
    this.#armedFor = next.at;
    const wait = Math.min(Math.max(0, Math.ceil(next.at - this.#clock.now())), longest);
    this.#cancel = this.#clock.after(wait, () => this.#ring());
  }

  #ring(): void {
    // Whoever is put on the schedule meanwhile is armed for at the end.
    this.#armedFor = Number.NEGATIVE_INFINITY;
    const now = this.#clock.now();
    for (let next = this.#next(); next && next.at <= now; next = this.#next()) {
      this.#queue.pop();
      this.#current.delete(next.id);
      this.#onDue(next.id, next.at);
    }
    this.#arm();
  }

  /** The first that still counts. */
  #next(): Due | undefined {
    for (let next = this.#queue.peek(); next; next = this.#queue.peek()) {
      if (this.#current.get(next.id) === next) return next;
      this.#queue.pop();
    }
    return undefined;
  }
}
