import type { Transaction } from "kysely";
import type { Job } from "pg-boss";
import type { Logger } from "pino";
import { ulid } from "ulid";

import { verdictIn } from "#model/earlier.ts";
import type { Runbook } from "#runbook.ts";
import { appendEvidence, evidenceHead, ledgerOf } from "#evidence/ledger.ts";
import { audit } from "#runs/audit.ts";
import { captured, observed } from "#runs/run-evidence.ts";
import type { Announcer } from "#runs/announcer.ts";
import type { Ending } from "#runs/failure.ts";
import { endingOf, failedOutcome } from "#runs/failure.ts";
import type { Request } from "#runs/parameters.ts";
import { People } from "#runs/people.ts";
import type { Performer } from "#runs/perform.ts";
import { performPatiently } from "#runs/perform-patiently.ts";
import { patience } from "#runs/retries.ts";
import {
  answersTo,
  isOpen,
  insertRun,
  lockRun,
  markEnded,
  markRunEnded,
  markSkipped,
  markStarted,
  markWaiting,
  nextPosition,
  stepOf,
} from "#runs/run-rows.ts";
import type { RunRows, StepKey } from "#runs/run-rows.ts";
import { stepQueue } from "#runs/step-queue.ts";
import type { StepQueue } from "#runs/step-queue.ts";
import type { StepInput, StepPause } from "#step.ts";
import type { Database } from "#store/schema.ts";
import type { Store } from "#store/store.ts";

export interface RunsParts {
  readonly store: Store;
  readonly performer: Performer;
  readonly announcer: Announcer;
  readonly log: Logger;
  /** Called after each commit in which something was announced. */
  readonly onCommit?: () => void;
  /** Milliseconds between the tries of a step whose platform fails it. */
  readonly waits?: readonly number[];
  readonly now?: () => Date;
  readonly newId?: () => string;
}

export interface RunRequest extends Request {
  readonly runbook: Runbook;
  /** Slack user id. */
  readonly requestedBy: string;
  readonly channel: string;
  /** The `ts` of the thread it is to live in; its own message in the channel heads one otherwise. */
  readonly thread?: string | null;
}

/** A step killed this often is taken for the killer. */
const mostAttempts = 10;
const usual = { onCommit: () => {}, waits: patience, now: () => new Date(), newId: () => ulid() };

/** The durable run engine: each step is a job, done again until it has ended, and told of once. */
export class Runs {
  readonly #parts: Required<RunsParts>;
  readonly #queue: StepQueue;
  /** What people do to runs on their way. */
  readonly people: People;

  constructor(parts: RunsParts) {
    this.#parts = { ...usual, ...parts };
    this.#queue = stepQueue(parts.store, parts.log);
    this.people = new People({
      queue: this.#queue,
      now: this.#parts.now,
      announce: async (trx, id) => void (await this.#announce(trx, id)),
    });
  }

  /** Makes a run and its first job in the caller's transaction, and returns the run's id, a ULID. */
  async start(trx: Transaction<Database>, request: RunRequest): Promise<string> {
    const id = this.#parts.newId();
    const now = this.#parts.now();
    await insertRun(trx, { ...request, id, now });
    const { runbook, requestedBy: actor, channel, context } = request;
    await appendEvidence(trx, id, [observed({ context, requested_by: actor, created_at: now })]);
    const detail = { runbook: runbook.id, sha256: runbook.sha256 };
    await audit(trx, { at: now, actor, action: "run.start", runId: id, channel, detail });
    await this.#queue.send({ runId: id, position: 0 }, trx);
    await this.#announce(trx, id);
    return id;
  }

  /** Takes steps from the queue, first those that a killed process left; must be called before any run is started. */
  async work(): Promise<void> {
    await this.#queue.work((job, signal) => this.#do(job, signal));
  }

  /** Takes no more steps and waits for those under way; after `grace` milliseconds they are abandoned, to be done again. */
  async stop(grace = 5000): Promise<void> {
    await this.#queue.stop(grace);
  }

  async #do(job: Job<StepKey>, signal: AbortSignal): Promise<void> {
    const key = job.data;
    if (job.retryCount >= mostAttempts) return this.#giveUp(job);
    const rows = await this.#begin(key);
    if (!rows) return;
    let ending: Ending;
    try {
      const { result, seen } = await this.#perform(key, rows, signal);
      signal.throwIfAborted();
      if (result.status === "waiting") return await this.#wait(job, result, seen);
      ending = { kind: "outcome", outcome: result };
    } catch (error) {
      // An abandoned step has not ended: whoever gets its job next does it again.
      signal.throwIfAborted();
      ending = this.#blame(error, key);
    }
    signal.throwIfAborted();
    await this.#end(job, ending, true);
  }

  /** The step seems to kill whoever does it, or cannot be told of; in the end the run ends untold. */
  async #giveUp(job: Job<StepKey>): Promise<void> {
    const times = new Error(`the process stopped ${job.retryCount} times in this step`);
    const ending = this.#blame(times, job.data);
    await this.#end(job, ending, true).catch(async (error: unknown) => {
      this.#parts.log.error({ err: error, run: job.data.runId }, "a run cannot be told of");
      await this.#end(job, ending, false);
    });
  }

  #blame(error: unknown, { runId, position }: StepKey): Ending {
    const { isBug, ...ending } = endingOf(error, runId);
    const { log } = this.#parts;
    log[isBug ? "error" : "warn"]({ err: error, run: runId, position }, "a step failed");
    return ending;
  }

  /** Saves when the step started, once, before it does anything; null when it has ended already. */
  async #begin(key: StepKey): Promise<RunRows | null> {
    return this.#parts.store.transaction(async (trx) => {
      const rows = await lockRun(trx, key.runId);
      const step = stepOf(rows, key);
      if (!rows || !isOpen(step)) return null;
      if (step?.status !== "pending") return rows;
      await markStarted(trx, key, this.#parts.now());
      return this.#announce(trx, key.runId);
    });
  }

  /** Does a step with what people have said and shown so far; `seen` counts both. */
  async #perform(key: StepKey, { run, steps }: RunRows, signal: AbortSignal) {
    const { performer, waits, store, now } = this.#parts;
    const step = run.definition.steps[key.position];
    const row = steps[key.position];
    if (!step || !row?.started_at) throw new Error(`run ${run.id} has no step ${key.position}`);
    const answers = await answersTo(store.db, key);
    const evidence = await ledgerOf(store.db, run.id);
    const { source, context, card, runbook } = run;
    const input: StepInput = {
      runId: run.id,
      runbook,
      source,
      context,
      card,
      startedAt: row.started_at.toISOString(),
      outcomes: Object.fromEntries(
        steps.flatMap(({ step_id, outcome }) => (outcome ? [[step_id, outcome]] : [])),
      ),
      at: now().toISOString(),
      requestedBy: run.requested_by,
      answers,
      memory: row.pause?.memory ?? null,
      evidence,
      evidenceHead: evidenceHead(evidence),
      refresh: true,
    };
    const result = await performPatiently(performer, { step, input, signal }, waits);
    return { result, seen: answers.length + evidence.length };
  }

  /** In one transaction what the step waits for, when it is looked at again, and what is said of it. */
  async #wait(job: Job<StepKey>, pause: StepPause, seen: number): Promise<void> {
    const key = job.data;
    const { store } = this.#parts;
    await store.transaction(async (trx) => {
      const before = await lockRun(trx, key.runId);
      if (!before || !isOpen(stepOf(before, key))) return;
      const known = (await answersTo(trx, key)).length + (await ledgerOf(trx, key.runId)).length;
      await appendEvidence(trx, key.runId, captured(before, key, pause.evidence ?? []));
      await markWaiting(trx, key, pause);
      await this.#queue.complete(job, trx);
      // What came in while the step was being done is looked at at once.
      if (known > seen) await this.#queue.send(key, trx);
      else if (pause.until !== null) await this.#queue.send(key, trx, new Date(pause.until));
      await this.#announce(trx, key.runId);
    });
  }

  /** In one transaction the outcome, the next job or the run's end, and what is said of it. */
  async #end(job: Job<StepKey>, ending: Ending, isTold: boolean): Promise<void> {
    const key = job.data;
    const { store, now, performer } = this.#parts;
    const isOver = await store.transaction(async (trx) => {
      const before = await lockRun(trx, key.runId);
      if (!isOpen(stepOf(before, key))) return before?.run.status !== "running";
      const outcome = ending.kind === "outcome" ? ending.outcome : failedOutcome(ending.sentence);
      await markEnded(trx, key, outcome, now());
      if (before) await appendEvidence(trx, key.runId, captured(before, key, outcome.evidence));
      await this.#queue.complete(job, trx);
      const next = nextPosition(before, key, outcome);
      const goesOn = outcome.status !== "failed" && next < (before?.steps.length ?? 0);
      if (goesOn) {
        await markSkipped(trx, key.runId, key.position, next);
        await this.#queue.send({ ...key, position: next }, trx);
      } else await this.#endRun(trx, key.runId, ending);
      if (isTold) await this.#announce(trx, key.runId);
      return !goesOn;
    });
    if (isOver) await performer.release(key.runId);
  }

  async #endRun(trx: Transaction<Database>, id: string, ending: Ending): Promise<void> {
    const rows = await lockRun(trx, id);
    const verdict = verdictIn(rows?.steps.flatMap(({ outcome }) => outcome ?? []) ?? []);
    const now = this.#parts.now();
    if (ending.kind === "outcome" && ending.outcome.status !== "failed") {
      await markRunEnded(trx, id, { status: "finished", verdict, failure: null }, now);
    } else if (ending.kind === "refused") {
      const refused = { status: "finished", verdict: "refused", failure: ending.sentence } as const;
      await markRunEnded(trx, id, refused, now);
    } else {
      const failure = ending.kind === "outcome" ? ending.outcome.summary : ending.sentence;
      await markRunEnded(trx, id, { status: "failed", verdict: null, failure }, now);
    }
  }

  async #announce(trx: Transaction<Database>, id: string): Promise<RunRows | null> {
    const { announcer, store, onCommit } = this.#parts;
    const rows = await lockRun(trx, id);
    if (rows) await announcer.changed(trx, rows.run, rows.steps);
    store.afterCommit(onCommit);
    return rows;
  }
}
