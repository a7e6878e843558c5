import type { Transaction } from "kysely";

import { appendEvidence, evidenceHead, ledgerOf } from "#evidence/ledger.ts";
import { audit } from "#runs/audit.ts";
import { addedItem, answered } from "#runs/run-evidence.ts";
import type { AddedEvidence } from "#runs/run-evidence.ts";
import { insertAnswer, lockRun, markRunEnded, stepOf } from "#runs/run-rows.ts";
import type { StepKey } from "#runs/run-rows.ts";
import type { StepQueue } from "#runs/step-queue.ts";
import type { Answer } from "#step.ts";
import type { Database } from "#store/schema.ts";

/** What a person said to a step, before it is known when and of which evidence. */
export type Said = Omit<Answer, "at" | "evidence">;

export interface PeopleParts {
  readonly queue: Pick<StepQueue, "send">;
  readonly now: () => Date;
  readonly announce: (trx: Transaction<Database>, runId: string) => Promise<void>;
}

/** What people do to runs on their way; who may is settled before. */
export class People {
  readonly #parts: PeopleParts;

  constructor(parts: PeopleParts) {
    this.#parts = parts;
  }

  /** Keeps what a person said to a step that waits, in the caller's transaction; false when it waits no more. */
  async answer(trx: Transaction<Database>, key: StepKey, said: Said): Promise<boolean> {
    const rows = await lockRun(trx, key.runId);
    const step = stepOf(rows, key);
    if (!rows || step?.status !== "waiting") return false;
    if (!step.pause?.prompt?.actions.includes(said.action)) return false;
    const at = this.#parts.now();
    const evidence = evidenceHead(await ledgerOf(trx, key.runId));
    const answer: Answer = { ...said, at: at.toISOString(), evidence };
    await insertAnswer(trx, key, answer);
    await appendEvidence(trx, key.runId, answered(rows, step, answer));
    const { by: actor, action, ...detail } = said;
    const { channel } = rows.run;
    const entry = { at, actor, runId: key.runId, channel };
    await audit(trx, {
      ...entry,
      action: `step.${action}`,
      detail: { step: step.step_id, ...detail },
    });
    await this.#parts.queue.send(key, trx);
    return true;
  }

  /** Chains what a person added to a run's evidence, and has a step that waits look at it; false when there is no such run. */
  async addEvidence(
    trx: Transaction<Database>,
    runId: string,
    added: readonly AddedEvidence[],
  ): Promise<boolean> {
    const rows = await lockRun(trx, runId);
    if (!rows) return false;
    const at = this.#parts.now();
    const waiting = rows.steps.find(({ status }) => status === "waiting") ?? null;
    const items = added.map((item) => addedItem(rows, waiting, item, at));
    await appendEvidence(trx, runId, items);
    for (const { actor, kind, title } of added) {
      const entry = { at, actor, runId, channel: rows.run.channel };
      await audit(trx, { ...entry, action: "evidence.add", detail: { kind, title } });
    }
    if (waiting) await this.#parts.queue.send({ runId, position: waiting.position }, trx);
    await this.#parts.announce(trx, runId);
    return true;
  }

  /** Ends a run on a person's word; false when it is over already. */
  async cancel(
    trx: Transaction<Database>,
    runId: string,
    { by, reason }: { by: string; reason: string | null },
  ): Promise<boolean> {
    const rows = await lockRun(trx, runId);
    if (rows?.run.status !== "running") return false;
    const at = this.#parts.now();
    const ending = { status: "canceled", verdict: null, failure: reason } as const;
    await markRunEnded(trx, runId, ending, at);
    const entry = { at, actor: by, runId, channel: rows.run.channel };
    await audit(trx, { ...entry, action: "run.cancel", detail: { reason } });
    await this.#parts.announce(trx, runId);
    return true;
  }
}
