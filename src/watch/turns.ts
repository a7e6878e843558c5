/** Something to be done when it is its turn. */
interface Waiting {
  readonly host: string | null;
  readonly start: () => void;
}

/** How many are done at once: in all, and of one host. */
export interface TurnLimits {
  readonly atOnce: number;
  readonly ofHost: number;
}

/** Lets so many be done at once, of all and of each host; who waits goes on in the order in which they came. */
export class Turns {
  readonly #limits: TurnLimits;
  /** Those whose host has room. */
  readonly #ready: Waiting[] = [];
  readonly #hosts = new Map<string, { taken: number; readonly waiting: Waiting[] }>();
  #taken = 0;

  constructor(limits: TurnLimits) {
    this.#limits = limits;
  }

  /** Starts it when it is its turn, at once where there is room; what confirms a change comes ahead of those who wait. */
  take(host: string | null, start: () => void, isAhead = false): void {
    const waiting = { host, start };
    if (host !== null) {
      const of = this.#hosts.get(host) ?? { taken: 0, waiting: [] };
      this.#hosts.set(host, of);
      if (of.taken >= this.#limits.ofHost) return put(of.waiting, waiting, isAhead);
      of.taken += 1;
    }
    put(this.#ready, waiting, isAhead);
    this.#start();
  }

  /** One of a host has been done. */
  done(host: string | null): void {
    this.#taken -= 1;
    const of = host === null ? undefined : this.#hosts.get(host);
    if (of && host !== null) {
      const next = of.waiting.shift();
      if (next) this.#ready.push(next);
      else of.taken -= 1;
      if (of.taken === 0) this.#hosts.delete(host);
    }
    this.#start();
  }

  #start(): void {
    while (this.#taken < this.#limits.atOnce) {
      const next = this.#ready.shift();
      if (!next) return;
      this.#taken += 1;
      next.start();
    }
  }
}

function put(queue: Waiting[], one: Waiting, isAhead: boolean): void {
  if (isAhead) queue.unshift(one);
  else queue.push(one);
}
