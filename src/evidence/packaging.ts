import { setTimeout as pause } from "node:timers/promises";

import type { Kysely, Transaction } from "kysely";
import type { Logger } from "pino";
import { ulid } from "ulid";

import { ConfigError, UsageError } from "#errors.ts";
import {
  beginOrder,
  insertOrder,
  lastOrder,
  markFailed,
  markSealed,
  pendingOrders,
} from "#evidence/package-orders.ts";
import type { LastOrder, PackageOrder } from "#evidence/package-orders.ts";
import { readRunRecord } from "#evidence/run-record.ts";
import type { RunRecord } from "#evidence/run-record.ts";
import { sealRun } from "#evidence/seal.ts";
import type { Packages, SealParts } from "#evidence/seal.ts";
import { completeness, missingArtifacts } from "#model/artifacts.ts";
import { audit } from "#runs/audit.ts";
import type { Run } from "#runs/announcer.ts";
import { lockRun, readRun } from "#runs/run-rows.ts";
import type { Database } from "#store/schema.ts";
import type { Store } from "#store/store.ts";

type Trx = Transaction<Database>;

/** Tells people of packages, each once: in the transaction in which one is finished. */
export interface PackageTeller {
  packaged(trx: Trx, order: PackageOrder, made: Packages): Promise<void>;
  failed(trx: Trx, order: PackageOrder, sentence: string): Promise<void>;
}

export interface PackagingParts extends SealParts {
  readonly store: Pick<Store, "db" | "transaction" | "afterCommit" | "hold">;
  readonly teller: PackageTeller;
  readonly log: Logger;
  /** Called after each commit in which something was told. */
  readonly onCommit?: () => void;
  /** Milliseconds between looks for what other processes left. */
  readonly poll?: number;
}

/** What asking for a package comes to. */
export type Ordered =
  | { readonly kind: "ordered" | "under_way" | "no_run" }
  /** It was packaged, and nothing has been added since. */
  | { readonly kind: "unchanged"; readonly root: string };

/** Milliseconds before each further try of a package that could not be made. */
const waits = [200, 1000];
/** A package killed this often is taken for the killer. */
const mostTries = 10;

/** Makes the evidence packages that people ask for: each is made again until it stands, of the run as it was when it was asked for. */
export class Packaging {
  readonly #parts: PackagingParts;
  #line: Promise<void> = Promise.resolve();
  #waiting = new Set<string>();
  #polling: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: PackagingParts) {
    this.#parts = parts;
  }

  /** Asks for a run's package in the caller's transaction; who may is settled before. */
  async order(
    trx: Trx,
    { runId, askedBy, reason }: Pick<PackageOrder, "runId" | "askedBy" | "reason">,
  ): Promise<Ordered> {
    const rows = await lockRun(trx, runId);
    const record = rows && (await readRunRecord(trx, runId));
    if (!record) return { kind: "no_run" };
    const standing = await standingOf(trx, rows.run, record);
    if (standing) return standing;
    const id = ulid();
    const askedAt = new Date();
    await insertOrder(trx, { id, runId, askedBy, askedAt, reason, record });
    const complete = completeness(missingArtifacts(record.ledger));
    await audit(trx, {
      at: askedAt,
      actor: askedBy,
      action: "evidence.package",
      runId,
      channel: record.channel,
      detail: { package: id, complete, reason },
    });
    this.#parts.store.afterCommit(() => this.#takeUp(id));
    return { kind: "ordered" };
  }

  /** Why a run's package need not be asked for; null when it must. */
  async standing(runId: string): Promise<Ordered | null> {
    const { db } = this.#parts.store;
    const rows = await readRun(db, runId);
    const record = rows && (await readRunRecord(db, runId));
    return record ? standingOf(db, rows.run, record) : { kind: "no_run" };
  }

  /** Makes what was asked for before this process, then what is asked for. */
  async work(): Promise<void> {
    await this.#look();
    this.#polling = setInterval(() => void this.#look(), this.#parts.poll ?? 15_000);
  }

  /** Finishes the package under way; the rest waits for the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#polling);
    await this.#line;
  }

  async #look(): Promise<void> {
    const { store, log } = this.#parts;
    try {
      for (const id of await pendingOrders(store.db)) this.#takeUp(id);
    } catch (error) {
      if (!this.#stopped) log.error({ err: error }, "asked packages could not be read");
    }
  }

  /** One after the other: a package may be large. */
  #takeUp(id: string): void {
    if (this.#waiting.has(id)) return;
    this.#waiting.add(id);
    this.#line = this.#line.then(async () => {
      if (!this.#stopped) await this.#persist(id);
      this.#waiting.delete(id);
    });
  }

  async #persist(id: string): Promise<void> {
    for (const wait of [...waits, null]) {
      try {
        return await this.#make(id, wait === null);
      } catch (error) {
        this.#parts.log.error({ err: error, package: id }, "a package could not be made");
        if (wait !== null) await pause(wait);
      }
    }
  }

  /** Makes a package, or on the last try says why it cannot be; a process that only seemed dead makes it no second time. */
  async #make(id: string, isLast: boolean): Promise<void> {
    const { store, teller, onCommit = () => {} } = this.#parts;
    const hold = await store.hold(`package:${id}`);
    try {
      const begun = await beginOrder(store.db, id);
      if (!begun) return;
      const { order, tries } = begun;
      const made = await this.#seal(order, tries, isLast || tries >= mostTries);
      hold.lost.throwIfAborted();
      await store.transaction(async (trx) => {
        if (typeof made === "string") {
          if (await markFailed(trx, id, made)) await teller.failed(trx, order, made);
        } else if (await markSealed(trx, id, made)) await teller.packaged(trx, order, made);
        store.afterCommit(onCommit);
      });
    } finally {
      await hold.release();
    }
  }

  /** The packages, or the sentence that says why there are none. */
  async #seal(order: PackageOrder, tries: number, isLast: boolean): Promise<Packages | string> {
    const { record, reason, askedAt } = order;
    try {
      if (tries > mostTries) throw new Error(`the process stopped ${tries} times while packaging`);
      return await sealRun(this.#parts, { record, reason, createdAt: askedAt.toISOString() });
    } catch (error) {
      const isKnown = error instanceof UsageError || error instanceof ConfigError;
      if (!isKnown && !isLast) throw error;
      this.#parts.log.error({ err: error, package: order.id }, "a package cannot be made");
      return isKnown ? error.message : `This is a fault of Countercheck. ${again(order)}`;
    }
  }
}

function again({ id }: PackageOrder): string {
  return `The log tells more under package ${id}; ask for it again once it is mended.`;
}

async function standingOf(
  db: Kysely<Database>,
  run: Run,
  record: RunRecord,
): Promise<Ordered | null> {
  const last = await lastOrder(db, run.id);
  if (last?.status === "pending") return { kind: "under_way" };
  if (!last?.root || !isUnchanged(last, run, record)) return null;
  return { kind: "unchanged", root: last.root };
}

/** True when a package was made of the run as it ended, and nothing has been added since. */
function isUnchanged(
  { chain, asked_at: asked }: LastOrder,
  { finished_at: ended }: Run,
  { ledger }: RunRecord,
): boolean {
  return chain === (ledger.at(-1)?.hash ?? null) && ended !== null && asked >= ended;
}
