import { engineFault } from "#exports/engine-faults.ts";
import { openWorkbench } from "#exports/workbench.ts";
import type { Workbench, WorkbenchSettings } from "#exports/workbench.ts";

/** A run that has not come back for this long goes on in another process. */
const idle = 30_000;

interface Bench {
  readonly opening: Promise<Workbench>;
  users: number;
  closing: NodeJS.Timeout | null;
}

/** One workbench per run, open from its first use until the run is over; what a killed process had read is read again. */
export class Workbenches {
  readonly #settings: WorkbenchSettings;
  readonly #benches = new Map<string, Bench>();

  constructor(settings: WorkbenchSettings) {
    this.#settings = settings;
  }

  /** Opens a run's bench ahead of its first use: it takes as long as receiving a file. */
  warm(runId: string): void {
    const bench = this.#of(runId);
    if (bench.users === 0) this.#closeWhenIdle(runId, bench);
  }

  /** Works at a run's bench; when the signal is aborted the query under way is given up. */
  async at<Result>(
    runId: string,
    signal: AbortSignal,
    work: (bench: Workbench) => Promise<Result>,
  ): Promise<Result> {
    const bench = this.#of(runId);
    clearTimeout(bench.closing ?? undefined);
    bench.users += 1;
    try {
      const workbench = await bench.opening;
      signal.throwIfAborted();
      const interrupt = (): void => workbench.connection.interrupt();
      signal.addEventListener("abort", interrupt);
      return await work(workbench).finally(() => signal.removeEventListener("abort", interrupt));
    } catch (error) {
      throw engineFault(error, this.#settings.folder);
    } finally {
      bench.users -= 1;
      if (bench.users === 0) this.#closeWhenIdle(runId, bench);
    }
  }

  async close(runId: string): Promise<void> {
    const bench = this.#benches.get(runId);
    if (!bench) return;
    this.#benches.delete(runId);
    clearTimeout(bench.closing ?? undefined);
    await bench.opening.then(
      (workbench) => workbench.close(),
      () => undefined,
    );
  }

  #closeWhenIdle(runId: string, bench: Bench): void {
    clearTimeout(bench.closing ?? undefined);
    bench.closing = setTimeout(() => void this.close(runId), idle).unref();
  }

  #of(runId: string): Bench {
    const known = this.#benches.get(runId);
    if (known) return known;
    const bench = { opening: openWorkbench(this.#settings), users: 0, closing: null };
    this.#benches.set(runId, bench);
    bench.opening.catch(() => this.#benches.delete(runId));
    return bench;
  }
}
