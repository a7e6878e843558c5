import type { Kysely, Transaction } from "kysely";
import { DateTime } from "luxon";
import type { Job } from "pg-boss";
import type { Logger } from "pino";

import type { Config } from "#config.ts";
import type { Incident, IncidentEvent } from "#model/incident.ts";
import { lossDue } from "#model/loss-due.ts";
import type { PartnerLoss } from "#model/program-loss.ts";
import type { Database } from "#store/schema.ts";
import type { Store } from "#store/store.ts";
import { WorkQueue } from "#store/work-queue.ts";
import type { WorkKind } from "#store/work-queue.ts";
import { readIncident, recentIncidents } from "#watch/incidents/incident-rows.ts";
import { estimateLoss, partnerLosses } from "#watch/loss/estimate.ts";
import { keepReadings } from "#watch/loss/readings.ts";

type Trx = Transaction<Database>;

export interface LossesParts {
  readonly store: Store;
  /** As it is now: it may change. */
  readonly config: Pick<Config, "folder" | "timezone" | "currency" | "sources" | "watch">;
  /** Where exports lie while they are read. */
  readonly scratchFolder: string;
  /** Adds to what happened to an incident; returns it as it stands then. */
  readonly act: (trx: Trx, id: string, event: IncidentEvent) => Promise<Incident>;
  /** Hears, with the last correction, who lost how much: those who lost most come first. */
  readonly hearPartners?: (
    trx: Trx,
    incident: Incident,
    partners: readonly PartnerLoss[],
  ) => Promise<void>;
  readonly log: Logger;
  readonly now?: () => DateTime;
  /** Milliseconds between the tries of a source that fails us. */
  readonly waits?: readonly number[];
}

/** Days after which nothing more is found out about an incident. */
const longest = { days: 4 };
/** One that could not be reckoned this often stays without. */
const mostAttempts = 5;

const work: WorkKind<{ id: string }> = {
  name: "loss",
  atOnce: 1,
  keyOf: ({ id }) => id,
  holdOf: ({ id }) => `loss:${id}`,
  async unfinished(db: Kysely<Database>) {
    const now = DateTime.utc();
    const recent = await recentIncidents(db, now.minus(longest).toJSDate(), now.toJSDate());
    return recent.filter((one) => lossDue(one) !== null).map(({ id }) => ({ id }));
  },
};

/** Estimates what incidents cost: as they open, while they last, as they end, and when late records have come in. */
export class Losses {
  readonly #parts: LossesParts;
  readonly #queue: WorkQueue<{ id: string }>;

  constructor(parts: LossesParts) {
    this.#parts = parts;
    this.#queue = new WorkQueue(work, parts.store, parts.log);
  }

  async work(): Promise<void> {
    await this.#queue.work((job, signal) => this.#do(job, signal));
  }

  async stop(grace = 5000): Promise<void> {
    await this.#queue.stop(grace);
  }

  /** Hears of an incident, as a teller does: what it costs is estimated when it is time. */
  async changed(trx: Trx, incident: Incident): Promise<void> {
    const due = lossDue(incident);
    if (due === null) return;
    const isNow = due <= this.#now().toMillis();
    await this.#queue.send({ id: incident.id }, trx, isNow ? null : new Date(due));
  }

  async #do(job: Job<{ id: string }>, signal: AbortSignal): Promise<void> {
    const { store, config, act, log, scratchFolder, waits } = this.#parts;
    const { id } = job.data;
    const incident = await readIncident(store.db, id);
    const due = incident && lossDue(incident);
    if (!incident || due === null || job.retryCount >= mostAttempts) return;
    const now = this.#now();
    if (due > now.toMillis()) return this.#later(job, incident);
    const { loss, readings } = await estimateLoss(incident, now, {
      db: store.db,
      config,
      scratchFolder,
      signal,
      onFault: (error) => log.error({ err: error, incident: id }, "a loss could not be reckoned"),
      ...(waits ? { waits } : {}),
    });
    signal.throwIfAborted();
    await store.transaction(async (trx) => {
      const after = await act(trx, id, { kind: "loss", at: loss.at, loss });
      await keepReadings(trx, id, readings);
      await this.#tellPartners(trx, after);
      await this.#queue.complete(job, trx);
      await this.changed(trx, after);
    });
  }

  async #tellPartners(trx: Trx, incident: Incident): Promise<void> {
    const { config, hearPartners } = this.#parts;
    if (!hearPartners || lossDue(incident) !== null) return;
    const partners = await partnerLosses(incident, this.#now(), { db: trx, config });
    const losers = partners.filter(({ missing }) => Number(missing.likely) > 0);
    if (losers.length > 0) await hearPartners(trx, incident, losers);
  }

  /** It was told of before its time. */
  async #later(job: Job<{ id: string }>, incident: Incident): Promise<void> {
    await this.#parts.store.transaction(async (trx) => {
      await this.#queue.complete(job, trx);
      await this.changed(trx, incident);
    });
  }

  #now(): DateTime {
    return this.#parts.now?.() ?? DateTime.utc();
  }
}
