import type { Kysely, Transaction } from "kysely";

import type { EndpointState } from "#model/endpoint-state.ts";
import type { Dated, Taken } from "#model/incident-intake.ts";
import type { Database } from "#store/schema.ts";

type Db = Kysely<Database>;
type Trx = Transaction<Database>;

/** Taken up at once, at the most. */
const most = 2000;

/** Changes of endpoints that are to be taken up now, in the order in which they were made. */
export async function untaken(db: Db, now: Date): Promise<Dated[]> {
  const rows = await db
    .selectFrom("endpoint_transition")
    .selectAll()
    .where("handled_at", "is", null)
    .where((of) => of.or([of("due_at", "is", null), of("due_at", "<=", now)]))
    .orderBy("id")
    .limit(most)
    .execute();
  return rows.map(({ id, endpoint, at, transition, observation }) => ({
    id,
    endpoint,
    at: at.getTime(),
    transition,
    observation,
  }));
}

/** Writes down what became of changes, so that none is taken up again. */
export async function markTaken(
  trx: Trx,
  taken: readonly Dated[],
  { deferred, well }: Pick<Taken, "deferred" | "well">,
  now: Date,
): Promise<void> {
  const done = taken.filter(({ id }) => !deferred.has(id)).map(({ id }) => id);
  if (done.length > 0) {
    await trx
      .updateTable("endpoint_transition")
      .set({ handled_at: now, due_at: null })
      .where("id", "in", done)
      .execute();
  }
  for (const [until, ids] of Map.groupBy(deferred.keys(), (id) => deferred.get(id) ?? 0)) {
    await trx
      .updateTable("endpoint_transition")
      .set({ due_at: new Date(until) })
      .where("id", "in", [...ids])
      .execute();
  }
  for (const [endpoint, id] of well) {
    await trx
      .updateTable("endpoint_transition")
      .set({ handled_at: now, due_at: null })
      .where("endpoint", "=", endpoint)
      .where("id", "<", id)
      .where("handled_at", "is", null)
      .execute();
  }
}

/** What was put off is looked at again: maintenance may be over sooner than it was to be. */
export async function reconsider(db: Db): Promise<void> {
  await db
    .updateTable("endpoint_transition")
    .set({ due_at: null })
    .where("handled_at", "is", null)
    .execute();
}

/** What the last look at an endpoint left behind. */
export interface LastSeen {
  readonly state: EndpointState;
  /** Milliseconds of UTC; null before the first look. */
  readonly lookedAt: number | null;
  /** Nobody looks at it now, since somebody wanted it so. */
  readonly isPaused: boolean;
}

/** The state of every endpoint that was ever looked at. */
export async function lastSeen(db: Db): Promise<ReadonlyMap<string, LastSeen>> {
  const rows = await db
    .selectFrom("endpoint")
    .select(["id", "state", "looked_at", "paused_at"])
    .execute();
  return new Map(
    rows.map(({ id, state, looked_at: at, paused_at: paused }) => [
      id,
      { state, lookedAt: at?.getTime() ?? null, isPaused: paused !== null },
    ]),
  );
}
