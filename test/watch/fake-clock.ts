import type { Clock } from "#watch/schedule.ts";

/** A clock that stands until it is moved on, and then lets everything happen in its order. */
export class FakeClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ readonly at: number; readonly callback: () => void }>();

  readonly now = (): number => this.#now;

  readonly after = (milliseconds: number, callback: () => void): (() => void) => {
    const timer = { at: this.#now + milliseconds, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  async move(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    await everything();
    for (;;) {
      const [next] = [...this.#timers].toSorted((a, b) => a.at - b.at);
      if (!next || next.at > until) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.callback();
      await everything();
    }
    this.#now = until;
  }
}

/** Lets promises settle that wait for nothing but each other. */
function everything(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
