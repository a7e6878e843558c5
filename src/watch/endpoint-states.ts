import { sql } from "kysely";
import type { Transaction } from "kysely";

import { noState } from "#model/endpoint-state.ts";
import type { EndpointState, Transition } from "#model/endpoint-state.ts";
import type { Observation } from "#model/observation.ts";
import { storableJson } from "#model/storable.ts";
import type { Database } from "#store/schema.ts";
import type { Store } from "#store/store.ts";
import { shardOf } from "#watch/phase.ts";

/** What is known of an endpoint. */
export interface Known {
  readonly state: EndpointState;
  /** When it was last looked at, milliseconds of UTC; null before the first time. */
  readonly lookedAt: number | null;
}

/** What a look came to. */
export interface Looked {
  readonly at: number;
  readonly state: EndpointState;
  readonly observation: Observation;
  readonly transition: Transition | null;
  /** The wish to have it looked at that this was, milliseconds of UTC. */
  readonly answers: number | null;
  /** Of the shard's lease when it was looked at. */
  readonly token: number;
}

type Said = Pick<Looked, "at" | "transition" | "observation">;
type Unwritten = Looked & { readonly said: readonly Said[] };

/**
 * The states of our endpoints: in memory, and written for many at a time. Nothing is written under a token that is no
 * longer the lease's: then another process knows better.
 */
export class EndpointStates {
  readonly #store: Store;
  readonly #onSaid: () => void;
  readonly #known = new Map<string, Known>();
  #unwritten = new Map<string, Unwritten>();
  #writing: Promise<void> = Promise.resolve();
  #dropped = 0;

  constructor(store: Store, onSaid: () => void) {
    this.#store = store;
    this.#onSaid = onSaid;
  }

  /** Looks whose result was not written, since another process had taken over. */
  get dropped(): number {
    return this.#dropped;
  }

  of(id: string): Known {
    return this.#known.get(id) ?? { state: noState, lookedAt: null };
  }

  /** Reads what another process, or this one in another life, has left. */
  async read(ids: readonly string[]): Promise<void> {
    this.forget(ids);
    if (ids.length === 0) return;
    const rows = await this.#store.db
      .selectFrom("endpoint")
      .select(["id", "state", "looked_at"])
      .where("id", "in", ids)
      .execute();
    for (const { id, state, looked_at: at } of rows) {
      this.#known.set(id, { state, lookedAt: at?.getTime() ?? null });
    }
  }

  /** Another process looks at them from now on, or nobody. */
  forget(ids: readonly string[]): void {
    for (const id of ids) {
      this.#known.delete(id);
      this.#unwritten.delete(id);
    }
  }

  /** Goes on from a state that has been changed without a look. */
  change(id: string, state: EndpointState): void {
    this.#known.set(id, { ...this.of(id), state });
  }

  /** Keeps what a look came to; what is to be said of it is written at once, all else with the next batch. */
  put(id: string, looked: Looked): void {
    this.#known.set(id, { state: looked.state, lookedAt: looked.at });
    this.#owe(id, { ...looked, said: looked.transition === null ? [] : [looked] });
    if (looked.transition !== null) void this.write().catch(() => undefined);
  }

  /** Writes what has not been written; what could not be is kept for the next time. */
  write(): Promise<void> {
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(async () => {
        const batch = this.#unwritten;
        if (batch.size === 0) return;
        this.#unwritten = new Map();
        try {
          await this.#store.transaction((trx) => this.#writeBatch(trx, batch));
        } catch (error) {
          for (const [id, one] of batch) this.#oweAgain(id, one);
          throw error;
        }
      });
    return this.#writing;
  }

  #owe(id: string, looked: Unwritten): void {
    const before = this.#unwritten.get(id);
    const isSame = before?.token === looked.token;
    const said = isSame ? [...before.said, ...looked.said] : looked.said;
    const answers = looked.answers ?? (isSame ? before.answers : null);
    this.#unwritten.set(id, { ...looked, said, answers });
  }

  /** What has come since stands after it; an endpoint that is no longer ours is not written of. */
  #oweAgain(id: string, earlier: Unwritten): void {
    const later = this.#unwritten.get(id);
    if (!this.#known.has(id)) return;
    this.#unwritten.set(id, earlier);
    if (later) this.#owe(id, later);
  }

  async #writeBatch(
    trx: Transaction<Database>,
    batch: ReadonlyMap<string, Unwritten>,
  ): Promise<void> {
    const tokens = await lockedTokens(trx, [...batch.keys()]);
    const ours = [...batch].filter(([id, { token }]) => tokens.get(shardOf(id)) === token);
    this.#dropped += batch.size - ours.length;
    if (ours.length === 0) return;
    await writeStates(trx, ours);
    const said = ours.flatMap(([id, one]) => one.said.map((saying) => transitionRow(id, saying)));
    if (said.length === 0) return;
    // What was written before the connection broke, unheard by us, is there already.
    await trx
      .insertInto("endpoint_transition")
      .values(said)
      .onConflict((conflict) => conflict.columns(["endpoint", "at"]).doNothing())
      .execute();
    this.#store.afterCommit(this.#onSaid);
  }
}

/** The tokens of the leases of endpoints; whoever takes one over waits until this transaction has ended. */
async function lockedTokens(
  trx: Transaction<Database>,
  ids: readonly string[],
): Promise<ReadonlyMap<number, number>> {
  const rows = await trx
    .selectFrom("watch_lease")
    .select(["shard", "token"])
    .where("shard", "in", [...new Set(ids.map(shardOf))])
    .orderBy("shard")
    .forShare()
    .execute();
  return new Map(rows.map(({ shard, token }) => [shard, token]));
}

async function writeStates(
  trx: Transaction<Database>,
  looked: readonly (readonly [string, Unwritten])[],
): Promise<void> {
  const rows = looked.map(([id, { state, observation, at, answers }]) => ({
    id,
    state,
    observation,
    looked_at: instant(at),
    answers: answers === null ? null : instant(answers),
  }));
  // One parameter, however many endpoints there are.
  await sql`INSERT INTO endpoint AS known (id, state, observation, looked_at)
    SELECT id, state, observation, looked_at
    FROM jsonb_to_recordset(${storableJson(rows)}::jsonb)
      AS looked (id text, state jsonb, observation jsonb, looked_at timestamptz)
    ORDER BY id
    ON CONFLICT (id) DO UPDATE SET
      state = excluded.state, observation = excluded.observation, looked_at = excluded.looked_at`.execute(
    trx,
  );
  for (const { id, answers } of rows) {
    if (answers === null) continue;
    // A wish that came after it is still to be answered.
    await trx
      .updateTable("endpoint")
      .set({ look_asked_at: null })
      .where("id", "=", id)
      .where("look_asked_at", "<=", new Date(answers))
      .execute();
  }
}

function transitionRow(endpoint: string, { at, transition, observation }: Said) {
  return {
    endpoint,
    at: instant(at),
    transition: storableJson(transition),
    observation: storableJson(observation),
    handled_at: null,
  };
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
