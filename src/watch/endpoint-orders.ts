import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";

import { UsageError } from "#errors.ts";
import { noState } from "#model/endpoint-state.ts";
import type { Database } from "#store/schema.ts";

type Trx = Transaction<Database>;

/** What people have ordered of endpoints. */
export interface EndpointOrders {
  /** Nobody looks at these. */
  readonly paused: ReadonlySet<string>;
  /** When somebody last wanted one looked at at once, milliseconds of UTC. */
  readonly asked: ReadonlyMap<string, number>;
}

/** Of maintenance that somebody declares; `by` is a Slack user id. */
export interface MaintenanceOrder {
  readonly endpoint: string;
  readonly from: Date;
  readonly to: Date;
  readonly reason: string;
  readonly by: string;
}

/** Whole milliseconds, as every clock of ours has them. */
const now = sql<Date>`date_trunc('milliseconds', clock_timestamp())`;

/** Has an endpoint looked at within about a second, by whichever process looks at it; its wish is cleared with the look's result. */
export async function askLook(trx: Trx, endpoint: string): Promise<void> {
  const paused = await pausedBy(trx, endpoint);
  if (paused !== null) {
    throw new UsageError(`${endpoint} is paused by <@${paused}>: resume it first.`, ["endpoint"]);
  }
  await order(trx, endpoint, { look_asked_at: now });
}

/** Has nobody look at an endpoint from now on; false when it was paused already: who paused it first stays the one who did. */
export async function pause(trx: Trx, endpoint: string, by: string): Promise<boolean> {
  if ((await pausedBy(trx, endpoint)) !== null) return false;
  await order(trx, endpoint, { paused_by: by, paused_at: now, look_asked_at: null });
  return true;
}

/** Has an endpoint looked at again; false when it was not paused. Who did it stands in the caller's audit entry. */
export async function resume(trx: Trx, endpoint: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("endpoint")
    .set({ paused_by: null, paused_at: null })
    .where("id", "=", endpoint)
    .where("paused_at", "is not", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Lets an endpoint be down without a word for a while: it is looked at all the same. */
export async function declareMaintenance(trx: Trx, order: MaintenanceOrder): Promise<void> {
  const { endpoint, from, to, reason, by } = order;
  if (to <= from) {
    throw new UsageError("Maintenance ends after it begins: say until when it lasts.", ["to"]);
  }
  await trx
    .insertInto("maintenance")
    .values({ endpoint, from_at: from, to_at: to, reason, declared_by: by })
    .execute();
}

export async function readOrders(db: Kysely<Database>): Promise<EndpointOrders> {
  const rows = await db
    .selectFrom("endpoint")
    .select(["id", "look_asked_at", "paused_at"])
    .where((where) =>
      where.or([where("look_asked_at", "is not", null), where("paused_at", "is not", null)]),
    )
    .execute();
  return {
    paused: new Set(rows.flatMap(({ id, paused_at: at }) => (at === null ? [] : [id]))),
    asked: new Map(
      rows.flatMap(({ id, look_asked_at: at }) => (at === null ? [] : [[id, at.getTime()]])),
    ),
  };
}

/** The last call of a heartbeat's sender, ISO 8601; null before the first. */
export async function lastBeatOf(db: Kysely<Database>, endpoint: string): Promise<string | null> {
  const row = await db
    .selectFrom("endpoint")
    .select("beat_at")
    .where("id", "=", endpoint)
    .executeTakeFirst();
  return row?.beat_at?.toISOString() ?? null;
}

async function pausedBy(trx: Trx, endpoint: string): Promise<string | null> {
  const row = await trx
    .selectFrom("endpoint")
    .select("paused_by")
    .where("id", "=", endpoint)
    .forUpdate()
    .executeTakeFirst();
  return row?.paused_by ?? null;
}

/** Of an endpoint that was never looked at there is nothing yet. */
async function order(
  trx: Trx,
  id: string,
  set: {
    readonly look_asked_at: typeof now | null;
    readonly paused_by?: string;
    readonly paused_at?: typeof now;
  },
): Promise<void> {
  await trx
    .insertInto("endpoint")
    .values({ id, state: JSON.stringify(noState), ...set })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(set))
    .execute();
}
