import type { Transaction } from "kysely";
import { fromKysely } from "pg-boss";
import type { Job } from "pg-boss";
import type { Logger } from "pino";

import { unfinishedSteps } from "#runs/run-rows.ts";
import type { StepKey } from "#runs/run-rows.ts";
import type { Database } from "#store/schema.ts";
import type { Store } from "#store/store.ts";

const name = "run-step";
/** Steps of different runs done at once by one process. */
const atOnce = 2;
/** Milliseconds before a step that waits is done again, at the least. */
const soonest = 1000;

/** The queue of steps to do: at most one job per step, and one process at a step. */
export class StepQueue {
  readonly #store: Store;
  readonly #log: Logger;
  readonly #abandon = new AbortController();
  readonly #underWay = new Set<Promise<void>>();

  constructor(store: Store, log: Logger) {
    this.#store = store;
    this.#log = log;
  }

  /** Sends a step's job with the transaction; runs that have come far go first, so that few are open at once. */
  async send(key: StepKey, trx: Transaction<Database>, until: Date | null = null): Promise<void> {
    // A step that waits for what has passed would be done again and again without a rest.
    const at = until && new Date(Math.max(until.getTime(), Date.now() + soonest));
    await this.#store.jobs.send(name, key, {
      db: fromKysely(trx),
      // One that is to be done later must not keep one back that is to be done now.
      singletonKey: at ? `${keyOf(key)}:${at.toISOString()}` : keyOf(key),
      priority: key.position,
      ...(at ? { startAfter: at } : {}),
    });
  }

  /** Ends a job with the transaction. */
  async complete(job: Job<StepKey>, trx: Transaction<Database>): Promise<void> {
    await this.#store.jobs.complete(name, job.id, null, { db: fromKysely(trx) });
  }

  async work(handle: (job: Job<StepKey>, signal: AbortSignal) => Promise<void>): Promise<void> {
    const { jobs, exclusive } = this.#store;
    const options = {
      notify: true,
      retryLimit: 1000,
      retryDelay: 2,
      retryBackoff: true,
      retryDelayMax: 60,
      expireInSeconds: 86_400,
      // A process that shares its database says every few seconds that it is alive.
      ...(exclusive ? {} : { heartbeatSeconds: 10 }),
    };
    await jobs.createQueue(name, { policy: "exclusive", ...options });
    await jobs.updateQueue(name, options);
    await this.#resume();
    await jobs.work<StepKey, void>(
      name,
      { localConcurrency: atOnce, notifyPollingIntervalSeconds: 5 },
      async ([job]) => {
        if (!job) return;
        const work = this.#alone(job, handle);
        this.#underWay.add(work);
        await work.finally(() => this.#underWay.delete(work));
      },
    );
  }

  async stop(grace: number): Promise<void> {
    const stopped = this.#store.jobs.offWork(name, { wait: true });
    const abandoning = setTimeout(() => this.#abandon.abort(new Error("stopped")), grace);
    await Promise.allSettled(this.#underWay);
    clearTimeout(abandoning);
    await stopped;
  }

  /** A job can be handed out again while its first owner only seemed dead; then the second waits for the first. */
  async #alone(
    job: Job<StepKey>,
    handle: (job: Job<StepKey>, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const hold = await this.#store.hold(`run:${job.data.runId}`);
    try {
      await handle(job, AbortSignal.any([this.#abandon.signal, hold.lost]));
    } finally {
      await hold.release();
    }
  }

  /** Sees to it that each unfinished run has a job; one that a killed process held is free at once. */
  async #resume(): Promise<void> {
    const { jobs, db, exclusive } = this.#store;
    for (const key of await unfinishedSteps(db)) {
      const found = await jobs.findJobs(name, { key: keyOf(key) });
      const alive = found.filter(({ state }) => ["created", "retry", "active"].includes(state));
      for (const { id, state } of exclusive ? alive : []) {
        if (state === "active") await this.#free(id);
        if (state === "retry") await jobs.update(name, undefined, { id, startAfter: new Date() });
      }
      if (alive.length === 0) await this.#store.transaction((trx) => this.send(key, trx));
      this.#log.info({ run: key.runId, position: key.position }, "a run goes on");
    }
  }

  /** Takes a job from a process that is no more. */
  async #free(id: string): Promise<void> {
    await this.#store.jobs.cancel(name, id);
    await this.#store.jobs.resume(name, id);
  }
}

function keyOf({ runId, position }: StepKey): string {
  return `${runId}:${position}`;
}
