/** Something done again and again, never twice at the same time; a failure is told, and the next time comes all the same. */
export class Repeating {
  readonly #work: () => Promise<void>;
  readonly #onFault: (error: unknown) => void;
  #doing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(work: () => Promise<void>, onFault: (error: unknown) => void) {
    this.#work = work;
    this.#onFault = onFault;
  }

  /** Does it once; rejects with what it fails by. */
  now(): Promise<void> {
    const done = this.#doing.then(() => this.#work());
    this.#doing = done.catch(() => undefined);
    return done;
  }

  /** Does it so many milliseconds from now, and again so many after each time. */
  every(milliseconds: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      void this.now()
        .catch(this.#onFault)
        .then(() => this.every(milliseconds));
    }, milliseconds);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#doing;
  }
}
