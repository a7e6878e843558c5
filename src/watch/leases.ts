import { sql } from "kysely";
import type { Kysely } from "kysely";

import type { Database } from "#store/schema.ts";
import type { Store } from "#store/store.ts";
import { shardCount } from "#watch/phase.ts";

/** Milliseconds from one sign of life to the next, and for which a lease holds without one. */
export const beatEvery = 2000;
const holds = 6000;

const untilThen = sql<Date>`clock_timestamp() + ${`${holds} milliseconds`}::interval`;
const sinceThen = sql<Date>`clock_timestamp() - ${`${holds} milliseconds`}::interval`;
const now = sql<Date>`clock_timestamp()`;

/** What a beat has changed. */
export interface LeaseChange {
  /** With another token than before, or none before. */
  readonly gained: readonly number[];
  readonly lost: readonly number[];
}

/**
 * The shards that this process looks at: its fair share among all that give signs of life. Each has a token that grows
 * with every change of holder, by which what an older holder still writes is known. All instants are the database's.
 */
export class Leases {
  readonly #db: Kysely<Database>;
  readonly #exclusive: boolean;
  readonly #holder: string;
  #held = new Map<number, number>();

  constructor({ db, exclusive }: Pick<Store, "db" | "exclusive">, holder: string) {
    this.#db = db;
    this.#exclusive = exclusive;
    this.#holder = holder;
  }

  /** The token of a shard that is ours; undefined of one that is not. */
  tokenOf(shard: number): number | undefined {
    return this.#held.get(shard);
  }

  /** Says that we live, keeps what is ours, gives back what others should have, and takes what nobody holds. */
  async beat(giveBack: (shards: readonly number[]) => Promise<void>): Promise<LeaseChange> {
    const share = await this.#share();
    const before = this.#held;
    const kept = await this.#renew();
    this.#held = kept;
    const surplus = [...kept.keys()].toSorted((a, b) => a - b).slice(share);
    if (surplus.length > 0) {
      await giveBack(surplus);
      await this.#free(surplus);
    }
    if (kept.size < share) {
      for (const [shard, token] of await this.#take(share - kept.size)) kept.set(shard, token);
    }
    return {
      gained: [...kept].flatMap(([shard, token]) => (before.get(shard) === token ? [] : [shard])),
      lost: [...before].flatMap(([shard, token]) => (kept.get(shard) === token ? [] : [shard])),
    };
  }

  /** Gives everything back, so that nobody need wait until it runs out. */
  async release(): Promise<void> {
    await this.#free([...this.#held.keys()]);
    await this.#db.deleteFrom("watcher").where("holder", "=", this.#holder).execute();
  }

  async #share(): Promise<number> {
    const holder = this.#holder;
    await this.#db
      .insertInto("watcher")
      .values({ holder, seen_at: now })
      .onConflict((conflict) => conflict.column("holder").doUpdateSet({ seen_at: now }))
      .execute();
    await this.#db
      .deleteFrom("watcher")
      .where("holder", "!=", holder)
      .where((where) => (this.#exclusive ? where.lit(true) : where("seen_at", "<", sinceThen)))
      .execute();
    const { living } = await this.#db
      .selectFrom("watcher")
      .select((of) => of.fn.countAll<number>().as("living"))
      .executeTakeFirstOrThrow();
    return Math.ceil(shardCount / living);
  }

  async #renew(): Promise<Map<number, number>> {
    const rows = await this.#db
      .updateTable("watch_lease")
      .set({ until: untilThen })
      .where("shard", "in", this.#locked())
      .returning(["shard", "token"])
      .execute();
    return new Map(rows.map(({ shard, token }) => [shard, token]));
  }

  async #take(most: number): Promise<[number, number][]> {
    const rows = await this.#db
      .updateTable("watch_lease")
      .set((of) => ({ holder: this.#holder, until: untilThen, token: of("token", "+", 1) }))
      .where("shard", "in", (from) =>
        from
          .selectFrom("watch_lease")
          .select("shard")
          .where("holder", "!=", this.#holder)
          .$if(!this.#exclusive, (free) => free.where("until", "<=", now))
          .orderBy("shard")
          .limit(most)
          .forUpdate()
          .skipLocked(),
      )
      .returning(["shard", "token"])
      .execute();
    return rows.map(({ shard, token }) => [shard, token]);
  }

  async #free(shards: readonly number[]): Promise<void> {
    for (const shard of shards) this.#held.delete(shard);
    if (shards.length === 0) return;
    await this.#db
      .updateTable("watch_lease")
      .set({ holder: "", until: now })
      .where("shard", "in", this.#locked(shards))
      .execute();
  }

  /** Our leases, or some of them, locked in the order in which whoever writes states locks them. */
  #locked(some?: readonly number[]) {
    return this.#db
      .selectFrom("watch_lease")
      .select("shard")
      .where("holder", "=", this.#holder)
      .$if(some !== undefined, (ours) => ours.where("shard", "in", some ?? []))
      .orderBy("shard")
      .forUpdate();
  }
}
