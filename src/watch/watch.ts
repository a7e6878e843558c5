import { ulid } from "ulid";

import { judgeLook } from "#model/endpoint-state.ts";
import type { Endpoint } from "#model/endpoint.ts";
import type { Observation } from "#model/observation.ts";
import { lastBeatOf, readOrders } from "#watch/endpoint-orders.ts";
import { EndpointStates } from "#watch/endpoint-states.ts";
import { keepArrivals } from "#watch/kept-arrivals.ts";
import type { KeptArrivals } from "#watch/kept-arrivals.ts";
import { beatEvery, Leases } from "#watch/leases.ts";
import { openLookParts } from "#watch/look-parts.ts";
import { notebookOf } from "#watch/notebook.ts";
import { look } from "#watch/look.ts";
import type { LookParts } from "#watch/look.ts";
import { shardOf } from "#watch/phase.ts";
import { openSharedLedger } from "#watch/shared-quota.ts";
import type { SharedLedger } from "#watch/shared-quota.ts";
import { Repeating } from "#watch/repeating.ts";
import { isSameTarget, retargeted } from "#watch/retarget.ts";
import { Rounds } from "#watch/rounds.ts";
import type { First, Round } from "#watch/rounds.ts";
import type { WatchCounts, WatchParts } from "#watch/watch-parts.ts";
import type { Watching } from "#watch-settings.ts";

/** States are written, and orders read, this often. */
const tickEvery = 1000;

/** Looks at the endpoints of the shards that this process holds, and writes down what becomes of them. */
export class Watch {
  readonly #parts: WatchParts;
  readonly #leases: Leases;
  readonly #states: EndpointStates;
  readonly #rounds: Rounds;
  readonly #stopping = new AbortController();
  readonly #arrivals: KeptArrivals;
  readonly #beating: Repeating;
  readonly #ticking: Repeating;
  #watching: Watching;
  #look: LookParts | null = null;
  #ledger: SharedLedger | null = null;
  #paused: ReadonlySet<string> = new Set();
  #asked: ReadonlyMap<string, number> = new Map();
  #looks = 0;

  constructor(parts: WatchParts) {
    const { store, log } = parts;
    const now = (): number => performance.now();
    this.#parts = parts;
    this.#watching = parts.watching;
    this.#leases = new Leases(store, ulid());
    this.#states = new EndpointStates(store, () => parts.onTransition?.());
    this.#arrivals = keepArrivals(parts.arrivals, now);
    this.#rounds = new Rounds({
      clock: { now, after },
      wall: () => Date.now(),
      look: (id) =>
        this.#lookAt(id).catch((error: unknown) => {
          if (!this.#stopping.signal.aborted)
            log.error({ err: error, endpoint: id }, "a look failed");
          return null;
        }),
      ...(parts.onLook ? { onLook: parts.onLook } : {}),
    });
    const failed = (what: string) => (error: unknown) => log.error({ err: error }, what);
    this.#beating = new Repeating(
      () => this.#beat(),
      failed("this process could not say that it watches"),
    );
    this.#ticking = new Repeating(
      () => this.#tick(),
      failed("the states of endpoints could not be written"),
    );
  }

  get counts(): WatchCounts {
    const { waiting, looking } = this.#rounds.underWay;
    return {
      endpoints: this.#ours().length,
      looks: this.#looks,
      overruns: this.#rounds.overruns,
      dropped: this.#states.dropped,
      waiting,
      looking,
    };
  }

  /** Takes its share of the endpoints and looks at them from now on. */
  async work(): Promise<void> {
    await this.#prepare(this.#watching);
    await this.#beating.now();
    // Where nobody else can be, nobody need hear that we live.
    if (!this.#parts.store.exclusive) this.#beating.every(beatEvery);
    this.#ticking.every(tickEvery);
  }

  /** Breaks off what is being looked at, writes what is known, and leaves the endpoints to others at once. */
  async stop(): Promise<void> {
    this.#rounds.stop();
    this.#stopping.abort(new Error("stopped"));
    await Promise.all([this.#beating.stop(), this.#ticking.stop()]);
    try {
      await this.#states.write();
      await this.#parts.recorder.flush();
      await this.#leases.release();
    } catch (error) {
      this.#parts.log.error({ err: error }, "the watch could not be left as it should be");
    }
  }

  /** Looks at an endpoint once, now, whoever looks at it otherwise; nobody judges it. */
  async lookOnce(endpoint: Endpoint): Promise<Observation> {
    if (!this.#look) throw new Error("nothing is looked at before the watch has begun");
    const parts = { ...this.#look, arrivals: this.#arrivals.fresh };
    return look(endpoint, parts, this.#stopping.signal);
  }

  /** Goes over to another configuration: what has not changed in it goes on as if nothing had happened. */
  async reload(watching: Watching): Promise<void> {
    await this.#prepare(watching);
    const before = this.#watching;
    this.#watching = watching;
    for (const id of before.endpoints.keys()) {
      if (watching.endpoints.has(id)) continue;
      this.#rounds.delete(id);
      this.#states.forget([id]);
    }
    const added: string[] = [];
    for (const endpoint of this.#ours()) {
      const { id } = endpoint;
      const known = before.endpoints.get(id);
      if (!known) added.push(id);
      else if (this.#rounds.has(id)) this.#change(known, endpoint);
    }
    await this.#adopt(added);
  }

  async #prepare(watching: Watching): Promise<void> {
    const { store, log } = this.#parts;
    const failed = (what: string) => (error: unknown) => log.error({ err: error }, what);
    const ledger = openSharedLedger(watching.quotas, store, failed("a rest was not kept"));
    await ledger.refresh(Date.now());
    this.#look = await openLookParts(watching, {
      ledger,
      arrivals: this.#arrivals.kept,
      lastBeat: ({ id }) => lastBeatOf(store.db, id),
      notebook: ({ id }) => notebookOf(store.db, id),
      onFault: failed("an endpoint could not be looked at"),
    });
    this.#ledger = ledger;
  }

  #change(before: Endpoint, endpoint: Endpoint): void {
    const { id } = endpoint;
    const isSame = isSameTarget(before, endpoint);
    if (!isSame) this.#states.change(id, retargeted(this.#states.of(id).state));
    this.#rounds.set(this.#roundOf(endpoint), isSame ? "in turn" : "soon");
  }

  #ours(): Endpoint[] {
    return [...this.#watching.endpoints.values()].filter((one) => this.#tokenOf(one.id));
  }

  #tokenOf(id: string): number | undefined {
    return this.#leases.tokenOf(shardOf(id));
  }

  async #beat(): Promise<void> {
    const { gained, lost } = await this.#leases.beat(async (shards) => {
      this.#leave(shards);
      await this.#states.write();
    });
    this.#leave(lost);
    this.#states.forget(this.#inShards(lost));
    await this.#adopt(this.#inShards(gained));
  }

  #leave(shards: readonly number[]): void {
    for (const id of this.#inShards(shards)) this.#rounds.delete(id);
  }

  #inShards(shards: readonly number[]): string[] {
    const wanted = new Set(shards);
    return [...this.#watching.endpoints.keys()].filter((id) => wanted.has(shardOf(id)));
  }

  /** Begins to look at endpoints where whoever looked at them before has left off. */
  async #adopt(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#states.read(ids);
    const { paused } = await readOrders(this.#parts.store.db);
    // Of others that have been resumed meanwhile the next tick is still to hear.
    this.#paused = this.#paused.union(paused);
    for (const id of ids) if (!paused.has(id)) this.#begin(id);
  }

  #begin(id: string): void {
    const endpoint = this.#watching.endpoints.get(id);
    if (endpoint && this.#tokenOf(id)) {
      this.#rounds.set(this.#roundOf(endpoint), this.#firstOf(endpoint));
    }
  }

  #firstOf({ id, interval }: Endpoint): First {
    const { state, lookedAt } = this.#states.of(id);
    if (state.standing === "suspect" || state.standing === "recovering") return "now";
    return lookedAt === null || lookedAt < Date.now() - interval ? "soon" : "in turn";
  }

  #roundOf({ id, interval, host, kind, settings }: Endpoint): Round {
    const probe = this.#watching.kinds.get(kind);
    return { id, interval, host, readsExports: probe?.readsExports?.(settings) ?? false };
  }

  async #tick(): Promise<void> {
    await this.#states.write();
    await this.#ledger?.refresh(Date.now());
    const { paused, asked } = await readOrders(this.#parts.store.db);
    const [before, known] = [this.#paused, this.#asked];
    this.#paused = paused;
    this.#asked = asked;
    for (const { id } of this.#ours()) {
      if (paused.has(id)) this.#rounds.delete(id);
      else if (before.has(id)) this.#begin(id);
      if (asked.has(id) && known.get(id) !== asked.get(id)) this.#rounds.ask(id);
    }
  }

  async #lookAt(id: string): Promise<number | null> {
    const token = this.#tokenOf(id);
    const endpoint = this.#watching.endpoints.get(id);
    const { signal } = this.#stopping;
    if (token === undefined || !endpoint || !this.#look || signal.aborted) return null;
    const answers = this.#asked.get(id) ?? null;
    const at = Date.now();
    const observation = await look(endpoint, this.#look, signal);
    // Somebody else's by now, or not to be looked at any more.
    if (this.#tokenOf(id) !== token || !this.#rounds.has(id)) return null;
    this.#looks += 1;
    const seen = { at, condition: observation.condition };
    const { state, transition, lookAgainAt } = judgeLook(this.#states.of(id).state, seen);
    this.#parts.recorder.record(id, { at, observation });
    this.#states.put(id, { at, state, observation, transition, answers, token });
    return lookAgainAt === null ? null : lookAgainAt - at;
  }
}

function after(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}
