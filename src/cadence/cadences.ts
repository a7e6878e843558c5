import type { Transaction } from "kysely";
import { DateTime } from "luxon";
import { schedule } from "node-cron";
import type { ScheduledTask } from "node-cron";
import type { Job } from "pg-boss";
import type { Logger } from "pino";

import type { AskedOccurrence } from "#cadence/asked.ts";
import { keepDetails } from "#cadence/details.ts";
import { dueOccurrences } from "#cadence/due-occurrences.ts";
import { judgeAll } from "#cadence/judge-all.ts";
import type { JudgingParts } from "#cadence/judge-all.ts";
import {
  forgetReplaced,
  insertOccurrence,
  judgedIn,
  keepJudged,
  knownUntil,
  isUndue,
  lockOccurrence,
  markAgain,
  markOccurrence,
  openOccurrences,
  readOccurrence,
} from "#cadence/occurrences.ts";
import type { Occurrence } from "#cadence/occurrences.ts";
import { plannedIn, workOf } from "#cadence/planned-work.ts";
import { wake } from "#cadence/snoozes.ts";
import type { DigestTeller } from "#cadence/teller.ts";
import { sentenceOf } from "#cadence/judge.ts";
import type { Check } from "#check.ts";
import { UsageError } from "#errors.ts";
import { audit } from "#runs/audit.ts";
import type { Database } from "#store/schema.ts";
import type { Store } from "#store/store.ts";
import { WorkQueue } from "#store/work-queue.ts";
import type { WorkKind } from "#store/work-queue.ts";

type Trx = Transaction<Database>;

export interface CadencesParts extends JudgingParts {
  readonly store: Store;
  readonly checks: ReadonlyMap<string, Check>;
  readonly teller: DigestTeller;
  readonly log: Logger;
  /** What everybody may read: names in pictures. */
  readonly mask?: (text: string) => string;
  /** Called after each commit in which something was told. */
  readonly onCommit?: () => void;
  readonly now?: () => DateTime;
}

const work: WorkKind<{ id: string }> = {
  name: "occurrence",
  atOnce: 1,
  keyOf: ({ id }) => id,
  holdOf: ({ id }) => `occurrence:${id}`,
  unfinished: async (db) => (await openOccurrences(db)).map((id) => ({ id })),
};
/** An occurrence killed this often is taken for the killer. */
const mostAttempts = 10;
const killed = `It was broken off ${mostAttempts} times before its checks were judged; look at the log for what ends the process, then run it by hand with its window.`;

/** Runs checks when they are due: the table of occurrences is the truth, the clock only has it looked at. */
export class Cadences {
  readonly #parts: CadencesParts;
  readonly #queue: WorkQueue<{ id: string }>;
  #clock: ScheduledTask | null = null;
  #ticking: Promise<void> = Promise.resolve();

  constructor(parts: CadencesParts) {
    this.#parts = parts;
    this.#queue = new WorkQueue(work, parts.store, parts.log);
  }

  /** Goes on with what a killed process left, catches up with what came due meanwhile, and looks every minute from now on. */
  async work(): Promise<void> {
    await this.#queue.work((job, signal) => this.#do(job, signal));
    await this.tick();
    this.#clock = schedule("* * * * *", () => this.tick(), { noOverlap: true });
  }

  async stop(grace = 5000): Promise<void> {
    await this.#clock?.destroy();
    await this.#ticking;
    await this.#queue.stop(grace);
  }

  /** Writes down what has come due, once whoever else looks at the same time; never rejects. */
  tick(): Promise<void> {
    this.#ticking = this.#ticking.then(() =>
      this.#look().catch((error: unknown) => {
        this.#parts.log.error({ err: error }, "what has come due could not be written down");
      }),
    );
    return this.#ticking;
  }

  /** Makes an occurrence that somebody asks for, in the caller's transaction, and returns its id. */
  async ask(trx: Trx, asked: AskedOccurrence): Promise<string> {
    const now = this.#now();
    const id = await insertOccurrence(trx, { ...asked, dueAt: now, status: "pending", late: null });
    if (id === null) throw new Error("an occurrence that is asked for cannot be there already");
    const { askedBy: actor, channel, cadence, onlyCheck: check, source = null, period } = asked;
    const { from, to } = period;
    const detail = { occurrence: id, cadence, check, source, from, to };
    await audit(trx, { at: now.toJSDate(), actor, action: "check.run", channel, detail });
    await this.#queue.send({ id }, trx);
    await this.#tell(trx, id);
    return id;
  }

  /** Has an occurrence that has ended judged again with fresh exports, in the caller's transaction; false where it has not ended. */
  async again(
    trx: Trx,
    id: string,
    { user: actor, channel }: { readonly user: string; readonly channel: string },
  ): Promise<boolean> {
    const before = await lockOccurrence(trx, id);
    if (before?.status !== "done" && before?.status !== "failed") return false;
    const at = this.#now().toJSDate();
    await markAgain(trx, id, { at, by: actor });
    const { cadence, only_check: check } = before;
    const detail = { occurrence: id, cadence, check };
    await audit(trx, { at, actor, action: "check.again", channel, detail });
    await this.#queue.send({ id }, trx);
    await this.#tell(trx, id);
    return true;
  }

  /** Says again what stands of an occurrence, after somebody did something to its results. */
  retell(trx: Trx, id: string): Promise<void> {
    return this.#tell(trx, id);
  }

  async #look(): Promise<void> {
    const { store, config, teller, onCommit = () => {} } = this.#parts;
    const now = this.#now();
    for (const cadence of config.cadences.values()) {
      if (cadence.channel === null) continue;
      await store.transaction(async (trx) => {
        const after = await knownUntil(trx, cadence.id, now);
        for (const due of dueOccurrences(cadence, after, now, config.timezone)) {
          const id = await insertOccurrence(trx, due);
          if (id !== null && due.status === "pending") await this.#queue.send({ id }, trx);
        }
      });
    }
    // What takes long is told of before it has ended.
    for (const id of await openOccurrences(store.db)) {
      await store.transaction((trx) => this.#tell(trx, id));
    }
    await store.transaction(async (trx) => {
      await teller.undelivered(trx, config.cadences);
      store.afterCommit(onCommit);
    });
  }

  async #do(job: Job<{ id: string }>, signal: AbortSignal): Promise<void> {
    const { id } = job.data;
    const { store, log } = this.#parts;
    const occurrence = await readOccurrence(store.db, id);
    if (!occurrence || !["pending", "running"].includes(occurrence.status)) return;
    // What a clock that ran ahead wrote down comes due in its time.
    if (isUndue(occurrence, this.#now())) return;
    if (job.retryCount >= mostAttempts) return this.#end(job, killed);
    try {
      await this.#judge(occurrence, signal);
    } catch (error) {
      // An abandoned occurrence has not ended: whoever gets its job next does it again.
      signal.throwIfAborted();
      log.error({ err: error, occurrence: id }, "an occurrence could not be judged");
      const isLast = error instanceof UsageError || job.retryCount + 1 >= mostAttempts;
      if (!isLast) throw error;
      return this.#end(job, sentenceOf(error));
    }
    signal.throwIfAborted();
    await this.#end(job, null);
  }

  async #judge(occurrence: Occurrence, signal: AbortSignal): Promise<void> {
    const { store, artifacts, log, mask } = this.#parts;
    const { id, period, again_at: again } = occurrence;
    await store.transaction(async (trx) => {
      await markOccurrence(trx, id, "running", this.#now().toJSDate());
      await this.#tell(trx, id);
    });
    const { plan, sources } = workOf(occurrence, this.#parts);
    const at = DateTime.fromJSDate(again ?? occurrence.due_at);
    const onFault = (fault: unknown, check: string): void =>
      log.error({ err: fault, occurrence: id, check }, "a check could not be judged");
    await judgeAll(
      { ...this.#parts, onFault },
      {
        plan,
        sources,
        period,
        at,
        signal,
        onJudged: async (judged) => {
          const detailed = await keepDetails(judged, { artifacts, at, log, mask });
          await store.transaction(async (trx) => {
            const now = this.#now().toJSDate();
            // What was snoozed is compared with before it is replaced.
            if (again) await wake(trx, [detailed], now);
            await keepJudged(trx, id, detailed, now);
            await this.#tell(trx, id);
          });
        },
      },
    );
  }

  async #end(job: Job<{ id: string }>, failure: string | null): Promise<void> {
    const { id } = job.data;
    await this.#parts.store.transaction(async (trx) => {
      const before = await lockOccurrence(trx, id);
      if (before?.status === "done" || before?.status === "failed") return;
      const now = this.#now().toJSDate();
      await markOccurrence(trx, id, failure === null ? "done" : "failed", now, failure);
      await this.#queue.complete(job, trx);
      if (failure === null && before?.again_at) await forgetReplaced(trx, id, before.again_at);
      await wake(trx, await judgedIn(trx, id), now);
      await this.#tell(trx, id);
    });
  }

  async #tell(trx: Trx, id: string): Promise<void> {
    const { teller, store, onCommit = () => {} } = this.#parts;
    const occurrence = await lockOccurrence(trx, id);
    if (!occurrence) return;
    const planned = plannedIn(occurrence, this.#parts);
    await teller.changed(trx, occurrence, await judgedIn(trx, id), planned);
    store.afterCommit(onCommit);
  }

  #now(): DateTime {
    return this.#parts.now?.() ?? DateTime.utc();
  }
}
