import type { Kysely, Transaction } from "kysely";
import { fromKysely } from "pg-boss";
import type { Job } from "pg-boss";
import type { Logger } from "pino";

import type { Database } from "#store/schema.ts";
import type { Store } from "#store/store.ts";

/** What a queue holds, and how its jobs are told apart. */
export interface WorkKind<Key extends object> {
  readonly name: string;
  /** Jobs done at once by one process. */
  readonly atOnce: number;
  /** Names the work: at most one job of a name waits to be done now. */
  keyOf(key: Key): string;
  /** Names what one process alone may be at. */
  holdOf(key: Key): string;
  /** Higher goes first. */
  priorityOf?(key: Key): number;
  /** Everything that must have a job when a process starts. */
  unfinished(db: Kysely<Database>): Promise<readonly Key[]>;
}

/** Milliseconds before work that waits is done again, at the least. */
const soonest = 1000;

/** A durable queue of work to do: each piece is done again until it has ended, by one process at a time. */
export class WorkQueue<Key extends object> {
  readonly #kind: WorkKind<Key>;
  readonly #store: Store;
  readonly #log: Logger;
  readonly #abandon = new AbortController();
  readonly #underWay = new Set<Promise<void>>();

  constructor(kind: WorkKind<Key>, store: Store, log: Logger) {
    this.#kind = kind;
    this.#store = store;
    this.#log = log;
  }

  /** Sends a job with the transaction. */
  async send(key: Key, trx: Transaction<Database>, until: Date | null = null): Promise<void> {
    // Work that waits for what has passed would be done again and again without a rest.
    const at = until && new Date(Math.max(until.getTime(), Date.now() + soonest));
    const named = this.#kind.keyOf(key);
    await this.#store.jobs.send(this.#kind.name, key, {
      db: fromKysely(trx),
      // One that is to be done later must not keep one back that is to be done now.
      singletonKey: at ? `${named}:${at.toISOString()}` : named,
      priority: this.#kind.priorityOf?.(key) ?? 0,
      ...(at ? { startAfter: at } : {}),
    });
  }

  /** Ends a job with the transaction. */
  async complete(job: Job<Key>, trx: Transaction<Database>): Promise<void> {
    await this.#store.jobs.complete(this.#kind.name, job.id, null, { db: fromKysely(trx) });
  }

  async work(handle: (job: Job<Key>, signal: AbortSignal) => Promise<void>): Promise<void> {
    const { jobs, exclusive } = this.#store;
    const { name, atOnce } = this.#kind;
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
    await jobs.work<Key, void>(
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
    const stopped = this.#store.jobs.offWork(this.#kind.name, { wait: true });
    const abandoning = setTimeout(() => this.#abandon.abort(new Error("stopped")), grace);
    await Promise.allSettled(this.#underWay);
    clearTimeout(abandoning);
    await stopped;
  }

  /** A job can be handed out again while its first owner only seemed dead; then the second waits for the first. */
  async #alone(
    job: Job<Key>,
    handle: (job: Job<Key>, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const hold = await this.#store.hold(this.#kind.holdOf(job.data));
    try {
      await handle(job, AbortSignal.any([this.#abandon.signal, hold.lost]));
    } finally {
      await hold.release();
    }
  }

  /** Sees to it that everything unfinished has a job; one that a killed process held is free at once. */
  async #resume(): Promise<void> {
    const { jobs, db, exclusive } = this.#store;
    const { name } = this.#kind;
    for (const key of await this.#kind.unfinished(db)) {
      const found = await jobs.findJobs(name, { key: this.#kind.keyOf(key) });
      const alive = found.filter(({ state }) => ["created", "retry", "active"].includes(state));
      for (const { id, state } of exclusive ? alive : []) {
        if (state === "active") await this.#free(id);
        if (state === "retry") await jobs.update(name, undefined, { id, startAfter: new Date() });
      }
      if (alive.length === 0) await this.#store.transaction((trx) => this.send(key, trx));
      this.#log.info({ queue: name, work: this.#kind.keyOf(key) }, "work goes on");
    }
  }

  /** Takes a job from a process that is no more. */
  async #free(id: string): Promise<void> {
    await this.#store.jobs.cancel(this.#kind.name, id);
    await this.#store.jobs.resume(this.#kind.name, id);
  }
}
