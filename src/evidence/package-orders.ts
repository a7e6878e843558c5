import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";

import type { RunRecord } from "#evidence/run-record.ts";
import type { Packages } from "#evidence/seal.ts";
import type { Database } from "#store/schema.ts";

/** An evidence package that somebody asked for. */
export interface PackageOrder {
  /** ULID. */
  readonly id: string;
  readonly runId: string;
  /** Slack user id. */
  readonly askedBy: string;
  readonly askedAt: Date;
  /** Why it is sealed although an artifact is missing. */
  readonly reason: string | null;
  /** The run as it was when it was asked for. */
  readonly record: RunRecord;
}

type Trx = Transaction<Database>;

export async function insertOrder(trx: Trx, order: PackageOrder): Promise<void> {
  const { id, runId, askedBy, askedAt, reason, record } = order;
  await trx
    .insertInto("evidence_package")
    .values({
      id,
      run_id: runId,
      asked_by: askedBy,
      asked_at: askedAt,
      reason,
      record: JSON.stringify(record),
      status: "pending",
      attempts: 0,
      root: null,
      sealed_file: null,
      shared_file: null,
      failure: null,
    })
    .execute();
}

/** The orders nobody has done yet, oldest first. */
export async function pendingOrders(db: Kysely<Database>): Promise<string[]> {
  const rows = await db
    .selectFrom("evidence_package")
    .select("id")
    .where("status", "=", "pending")
    .orderBy("asked_at")
    .execute();
  return rows.map(({ id }) => id);
}

/** The order to do, and how often it was begun, this time included; null when it is done. */
export async function beginOrder(
  db: Kysely<Database>,
  id: string,
): Promise<{ order: PackageOrder; tries: number } | null> {
  const row = await db
    .updateTable("evidence_package")
    .set((expression) => ({ attempts: expression("attempts", "+", 1) }))
    .where("id", "=", id)
    .where("status", "=", "pending")
    .returningAll()
    .executeTakeFirst();
  if (!row) return null;
  const { run_id: runId, asked_by: askedBy, asked_at: askedAt, reason, attempts } = row;
  const record = row.record as RunRecord;
  return { order: { id, runId, askedBy, askedAt, reason, record }, tries: attempts };
}

export interface LastOrder {
  readonly status: "pending" | "sealed" | "failed";
  readonly root: string | null;
  /** Hash of the last item it holds; null where there was none. */
  readonly chain: string | null;
  readonly asked_at: Date;
}

/** What became of the last package asked for of a run; null when none was. */
export async function lastOrder(db: Kysely<Database>, runId: string): Promise<LastOrder | null> {
  const row = await db
    .selectFrom("evidence_package")
    .select(["status", "root", "asked_at"])
    .select(sql<string | null>`record -> 'ledger' -> -1 ->> 'hash'`.as("chain"))
    .where("run_id", "=", runId)
    .orderBy("id", "desc")
    .executeTakeFirst();
  return row ?? null;
}

/** False when the order has come to its end already. */
export async function markSealed(trx: Trx, id: string, made: Packages): Promise<boolean> {
  const { root, sealed, shared } = made;
  return ended(trx, id, {
    status: "sealed",
    root,
    sealed_file: sealed.file,
    shared_file: shared.file,
  });
}

export async function markFailed(trx: Trx, id: string, failure: string): Promise<boolean> {
  return ended(trx, id, { status: "failed", failure });
}

async function ended(
  trx: Trx,
  id: string,
  ending: Partial<Record<"root" | "sealed_file" | "shared_file" | "failure", string>> & {
    status: "sealed" | "failed";
  },
): Promise<boolean> {
  const row = await trx
    .updateTable("evidence_package")
    .set(ending)
    .where("id", "=", id)
    .where("status", "=", "pending")
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}
