import type { Kysely, Transaction } from "kysely";

import type { Verdict } from "#model/explanation.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import type { Runbook } from "#runbook.ts";
import type { Request } from "#runs/parameters.ts";
import type { Answer, StepOutcome, StepPause } from "#step.ts";
import type { Database } from "#store/schema.ts";

/** Where a step of a run stands in the tables. */
export interface StepKey {
  readonly runId: string;
  readonly position: number;
}

export interface RunRows {
  readonly run: Run;
  readonly steps: readonly RunStep[];
}

export interface NewRun extends Request {
  readonly id: string;
  readonly runbook: Runbook;
  readonly requestedBy: string;
  readonly channel: string;
  /** The `ts` of the thread it is to live in; its own message in the channel heads one otherwise. */
  readonly thread?: string | null;
  readonly now: Date;
}

type Rows = Transaction<Database>;

export async function insertRun(trx: Rows, run: NewRun): Promise<void> {
  const { id, runbook, source, context, card, requestedBy, channel, thread = null, now } = run;
  await trx
    .insertInto("run")
    .values({
      id,
      runbook: runbook.id,
      runbook_sha256: runbook.sha256,
      definition: JSON.stringify(runbook),
      source,
      context: JSON.stringify(context),
      card: JSON.stringify(card),
      status: "running",
      requested_by: requestedBy,
      channel,
      thread,
      verdict: null,
      failure: null,
      created_at: now,
      finished_at: null,
    })
    .execute();
  const steps = runbook.steps.map(({ id: stepId, title, kind }, position) => ({
    run_id: id,
    position,
    step_id: stepId,
    title,
    kind,
    status: "pending" as const,
    started_at: null,
    finished_at: null,
    outcome: null,
    pause: null,
    wake_at: null,
  }));
  await trx.insertInto("run_step").values(steps).execute();
}

/** The run and its steps as they stand in this transaction; nobody else changes them until it ends. */
export async function lockRun(trx: Rows, id: string): Promise<RunRows | null> {
  const query = trx.selectFrom("run").selectAll().where("id", "=", id).forUpdate();
  const run = await query.executeTakeFirst();
  return run ? { run, steps: await stepsOf(trx, id) } : null;
}

/** The run and its steps as they stand, for looking only. */
export async function readRun(db: Kysely<Database>, id: string): Promise<RunRows | null> {
  const run = await db.selectFrom("run").selectAll().where("id", "=", id).executeTakeFirst();
  return run ? { run, steps: await stepsOf(db, id) } : null;
}

function stepsOf(db: Kysely<Database>, id: string): Promise<RunStep[]> {
  const steps = db.selectFrom("run_step").selectAll().where("run_id", "=", id);
  return steps.orderBy("position").execute();
}

/** The step each unfinished run stands at, oldest run first. */
export async function unfinishedSteps(db: Kysely<Database>): Promise<StepKey[]> {
  return db
    .selectFrom("run")
    .innerJoin("run_step", "run_step.run_id", "run.id")
    .where("run.status", "=", "running")
    .where("run_step.status", "in", ["pending", "running", "waiting"])
    .select(({ fn }) => ["run.id as runId", fn.min("run_step.position").as("position")])
    .groupBy("run.id")
    .orderBy("run.id")
    .execute();
}

export async function markStarted(trx: Rows, key: StepKey, now: Date): Promise<void> {
  await updateStep(trx, key).set({ status: "running", started_at: now }).execute();
}

export async function markEnded(
  trx: Rows,
  key: StepKey,
  outcome: StepOutcome,
  now: Date,
): Promise<void> {
  await updateStep(trx, key)
    .set({
      status: outcome.status,
      outcome: JSON.stringify(outcome),
      wake_at: null,
      finished_at: now,
    })
    .execute();
}

/** A step waits until somebody answers, or until the instant it names. */
export async function markWaiting(trx: Rows, key: StepKey, pause: StepPause): Promise<void> {
  const { until } = pause;
  await updateStep(trx, key)
    .set({ status: "waiting", pause: JSON.stringify(pause), wake_at: until })
    .execute();
}

/** Steps a branch leads past. */
export async function markSkipped(trx: Rows, runId: string, from: number, to: number) {
  await trx
    .updateTable("run_step")
    .set({ status: "skipped" })
    .where("run_id", "=", runId)
    .where("position", ">", from)
    .where("position", "<", to)
    .execute();
}

/** What people said to a step so far. */
export async function answersTo(db: Kysely<Database>, key: StepKey): Promise<Answer[]> {
  const rows = await db
    .selectFrom("run_answer")
    .select("answer")
    .where("run_id", "=", key.runId)
    .where("position", "=", key.position)
    .orderBy("sequence")
    .execute();
  return rows.map(({ answer }) => answer);
}

export async function insertAnswer(trx: Rows, key: StepKey, answer: Answer): Promise<void> {
  const { length: sequence } = await answersTo(trx, key);
  const { runId, position } = key;
  const values = { run_id: runId, position, sequence, answer: JSON.stringify(answer) };
  await trx.insertInto("run_answer").values(values).execute();
}

/** Ends a run; steps it never came to are skipped. */
export async function markRunEnded(
  trx: Rows,
  id: string,
  ending: {
    status: "finished" | "failed" | "canceled";
    verdict: Verdict | null;
    failure: string | null;
  },
  now: Date,
): Promise<void> {
  await trx
    .updateTable("run_step")
    .set({ status: "skipped", wake_at: null })
    .where("run_id", "=", id)
    .where("status", "in", ["pending", "waiting"])
    .execute();
  await trx
    .updateTable("run")
    .set({ ...ending, finished_at: now })
    .where("id", "=", id)
    .execute();
}

function updateStep(trx: Rows, { runId, position }: StepKey) {
  return trx.updateTable("run_step").where("run_id", "=", runId).where("position", "=", position);
}

/** The step a job is for; null when its run is over or was never committed. */
export function stepOf(rows: RunRows | null, { position }: StepKey): RunStep | null {
  return rows?.run.status === "running" ? (rows.steps[position] ?? null) : null;
}

/** True for a step that has not ended. */
export function isOpen(step: RunStep | null): boolean {
  return step !== null && ["pending", "running", "waiting"].includes(step.status);
}

/** The step after this one, or the later one its outcome names. */
export function nextPosition(
  rows: RunRows | null,
  { position }: StepKey,
  { next }: StepOutcome,
): number {
  const named = rows?.steps.find(({ step_id: id }) => id === next)?.position ?? -1;
  return next === undefined || named <= position ? position + 1 : named;
}
