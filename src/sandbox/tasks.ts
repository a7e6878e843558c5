/** Things to do a little later, forgotten when the server closes. */
export class Tasks {
  readonly #timers = new Set<NodeJS.Timeout>();
  #isClosed = false;

  after(milliseconds: number, run: () => void): void {
    if (this.#isClosed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, milliseconds);
    this.#timers.add(timer.unref());
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
