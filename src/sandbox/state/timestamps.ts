/** Gives each message its `ts`: seconds with six digits, later than every one before, even if the clock stands still. */
export class Timestamps {
  #last = 0;
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  next(): string {
    this.#last = Math.max(Math.floor(this.#clock() * 1000), this.#last + 1);
    const digits = String(this.#last).padStart(16, "0");
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  }

  /** Remembers one given out earlier. */
  saw(ts: string): void {
    this.#last = Math.max(Number(ts.replace(".", "")), this.#last);
  }
}
