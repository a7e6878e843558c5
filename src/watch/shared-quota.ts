import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";

import { allowedBy, spanOf } from "#model/quota.ts";
import type { Quota } from "#model/quota.ts";
import type { Database } from "#store/schema.ts";
import type { Store } from "#store/store.ts";
import { restOf } from "#watch/quota.ts";
import type { Ledger } from "#watch/quota.ts";

type Trx = Transaction<Database>;

/** A ledger of all processes on one database, for looks and for whatever else asks by a credential. */
export interface SharedLedger extends Ledger {
  /** Hears of rests that other processes have learned; to be called every second or so. */
  readonly refresh: (at: number) => Promise<void>;
}

/** Requests that were reserved for a slot and not yet made. */
interface Reserved {
  readonly slot: number;
  readonly left: number;
}

/**
 * A span is counted in so many slots. What was taken in one is free again when the span has passed but for that slot and
 * the one after: who asks once in the span is not to be refused for coming a moment early.
 */
const slots = 100;
/** So many at most are reserved at once: what one process reserves and does not make, no other can. */
const mostReserved = 10;

/** Counts requests in the database, so that all processes together keep to a quota and its rests. */
export function openSharedLedger(
  quotas: ReadonlyMap<string, Quota>,
  store: Pick<Store, "db" | "transaction">,
  onFault: (error: unknown) => void,
): SharedLedger {
  const reserved = new Map<string, Reserved>();
  const resting = new Map<string, number>();
  /** Those of one credential take one after the other: the second has what the first reserved. */
  const taking = new Map<string, Promise<unknown>>();

  function hasReserved(credential: string, slot: number): boolean {
    const known = reserved.get(credential);
    if (!known || known.slot !== slot || known.left === 0) return false;
    reserved.set(credential, { slot, left: known.left - 1 });
    return true;
  }

  async function takeNow(credential: string, quota: Quota, at: number): Promise<number | null> {
    const width = spanOf(quota) / slots;
    const slot = Math.floor(at / width) * width;
    if (hasReserved(credential, slot)) return null;
    const before = reserved.get(credential);
    reserved.delete(credential);
    const granted = await store.transaction((trx) =>
      reserve(trx, { credential, quota, slot, unused: before ?? null }),
    );
    if (granted.count === 0) return granted.free;
    reserved.set(credential, { slot, left: granted.count - 1 });
    return null;
  }

  return {
    async take(credential, at) {
      const rest = resting.get(credential) ?? 0;
      if (rest > at) return rest;
      const quota = quotas.get(credential);
      if (!quota) return null;
      const before = taking.get(credential) ?? Promise.resolve();
      const taken = before.then(() => takeNow(credential, quota, at));
      taking.set(
        credential,
        taken.catch(() => undefined),
      );
      return taken;
    },
    learn(credential, answer, at) {
      const rest = restOf(answer, at);
      if (rest === null) return;
      resting.set(credential, at + rest);
      keepRest(store.db, credential, new Date(at + rest)).catch(onFault);
    },
    async refresh(at) {
      const rows = await store.db
        .selectFrom("quota_rest")
        .selectAll()
        .where("until", ">", new Date(at))
        .execute();
      for (const { credential, until } of rows) {
        resting.set(credential, Math.max(resting.get(credential) ?? 0, until.getTime()));
      }
    },
  };
}

interface Wanted {
  readonly credential: string;
  readonly quota: Quota;
  readonly slot: number;
  /** What was reserved before and not made is given back. */
  readonly unused: Reserved | null;
}

/** Reserves some requests of a slot; none where the span has no room, and then the instant from which it has. */
async function reserve(
  trx: Trx,
  { credential, quota, slot, unused }: Wanted,
): Promise<{ readonly count: number; readonly free: number }> {
  const [span, allowed] = [spanOf(quota), Math.max(1, allowedBy(quota))];
  // One process at a time counts what a credential has taken.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`quota ${credential}`}, 0))`.execute(
    trx,
  );
  if (unused && unused.left > 0) await add(trx, credential, unused.slot, -unused.left);
  const oldest = new Date(slot - span + (2 * span) / slots);
  await trx
    .deleteFrom("quota_use")
    .where("credential", "=", credential)
    .where("slot", "<", oldest)
    .execute();
  const taken = await trx
    .selectFrom("quota_use")
    .select(["slot", "taken"])
    .where("credential", "=", credential)
    .where("taken", ">", 0)
    .orderBy("slot")
    .execute();
  const room = allowed - taken.reduce((sum, one) => sum + one.taken, 0);
  if (room <= 0) return { count: 0, free: (taken[0]?.slot.getTime() ?? slot) + span };
  const count = Math.min(room, mostReserved, Math.max(1, Math.ceil(allowed / slots)));
  await add(trx, credential, slot, count);
  return { count, free: slot };
}

async function add(trx: Trx, credential: string, slot: number, taken: number): Promise<void> {
  await trx
    .insertInto("quota_use")
    .values({ credential, slot: new Date(slot), taken: Math.max(0, taken) })
    .onConflict((conflict) =>
      conflict
        .columns(["credential", "slot"])
        .doUpdateSet((of) => ({ taken: of("quota_use.taken", "+", taken) })),
    )
    .execute();
}

async function keepRest(db: Kysely<Database>, credential: string, until: Date): Promise<void> {
  await db
    .insertInto("quota_rest")
    .values({ credential, until })
    .onConflict((conflict) =>
      conflict
        .column("credential")
        .doUpdateSet({ until: sql`greatest(quota_rest.until, excluded.until)` }),
    )
    .execute();
}
