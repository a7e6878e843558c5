import type { Transaction } from "kysely";
import { sql } from "kysely";
import type { Logger } from "pino";

import { UsageError } from "#errors.ts";
import { eventsDue, tellAt } from "#model/incident-due.ts";
import { after } from "#model/incident-fold.ts";
import type { Incident, IncidentEvent } from "#model/incident.ts";
import { audit } from "#runs/audit.ts";
import type { Database } from "#store/schema.ts";
import type { Store } from "#store/store.ts";
import { Gathering } from "#watch/incidents/gathering.ts";
import {
  keep,
  lockIncident,
  markTold,
  openIncidents,
  putOff,
} from "#watch/incidents/incident-rows.ts";
import type { Kept } from "#watch/incidents/incident-rows.ts";
import { Intakes } from "#watch/incidents/intakes.ts";
import type { Watched } from "#watch/incidents/intakes.ts";
import { lastSeen, reconsider } from "#watch/incidents/transitions.ts";
import type { LastSeen } from "#watch/incidents/transitions.ts";

type Trx = Transaction<Database>;

/** Tells people of an incident; idempotent, within the transaction of what it tells. */
export interface IncidentTeller {
  changed(trx: Trx, incident: Incident): Promise<void>;
}

export interface IncidentsParts {
  readonly store: Pick<Store, "db" | "transaction" | "afterCommit">;
  readonly watching: Watched;
  /** Each hears of every incident. */
  readonly tellers: readonly IncidentTeller[];
  readonly log: Logger;
  /** Called after each commit in which something was told. */
  readonly onCommit?: () => void;
  readonly now?: () => Date;
}

/** What other processes have left is looked for this often. */
const poll = 1000;
/** And never sooner than this: a clock that goes back must not keep us busy. */
const soonest = 50;
/** Endpoints that are no more in the configuration are looked for this often. */
const sweep = 60_000;

/** Makes incidents of what becomes of endpoints, and has them told: each change is taken up once, by whichever process is first. */
export class Incidents {
  readonly #parts: IncidentsParts;
  readonly #gathering: Gathering;
  readonly #intakes: Intakes;
  #ticking: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #isWoken = false;
  #isStopped = false;
  #sweptAt = 0;

  constructor(parts: IncidentsParts) {
    this.#parts = parts;
    this.#gathering = new Gathering(parts.watching.ownConnectivity);
    this.#intakes = new Intakes(parts.watching);
  }

  /** Takes up what a killed process left, and whatever happens from now on. */
  async work(): Promise<void> {
    await this.#round();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#ticking;
  }

  /** Has changes of endpoints taken up soon; to be called after each commit that holds one. */
  wake(): void {
    this.#isWoken = true;
    if (this.#timer) this.#rest(0);
  }

  /** Goes over to another configuration; what was put off for maintenance is looked at again. */
  async reload(watching: Watched): Promise<void> {
    this.#gathering.reload(watching.ownConnectivity);
    this.#intakes.reload(watching);
    await reconsider(this.#parts.store.db);
    this.#sweptAt = 0;
    this.wake();
  }

  /** Adds what somebody did to an incident, or what was found out about it, in the caller's transaction; tells of it there. */
  async act(trx: Trx, id: string, event: IncidentEvent): Promise<Incident> {
    const kept = await lockIncident(trx, id);
    if (!kept) throw new UsageError(`There is no incident ${id}.`, ["incident"]);
    if ("by" in event) {
      const { kind, by: actor, at, ...detail } = event;
      const { channel } = kept.incident;
      const entry = { action: `incident.${kind}`, detail: { incident: id, ...detail } };
      await audit(trx, { at: new Date(at), actor, channel, ...entry });
    }
    // Who has taken it has taken it, however often it is said.
    if (event.kind === "acknowledged" && kept.incident.acknowledged) return kept.incident;
    const incident = after(kept.incident, event);
    await this.#keep(trx, kept, incident);
    return incident;
  }

  /** Takes up what is ripe and does what is due; says in how many milliseconds more is known to be. Never rejects. */
  tick(): Promise<number> {
    const ticked = this.#ticking.then(() =>
      this.#look().catch((error: unknown) => {
        this.#parts.log.error({ err: error }, "changes of endpoints could not be taken up");
        return poll;
      }),
    );
    this.#ticking = ticked;
    return ticked;
  }

  async #round(): Promise<void> {
    this.#timer = null;
    this.#isWoken = false;
    const pause = await this.tick();
    this.#rest(this.#isWoken ? 0 : Math.min(pause, poll));
  }

  #rest(milliseconds: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = this.#isStopped ? null : setTimeout(() => void this.#round(), milliseconds);
  }

  async #look(): Promise<number> {
    const { store } = this.#parts;
    const now = this.#now();
    const fresh = await this.#intakes.waiting(store.db, now);
    const pause = this.#gathering.pause(fresh, now.getTime());
    if (pause === 0) await this.#take(now);
    await this.#doDue(now);
    if (now.getTime() >= this.#sweptAt + sweep) {
      this.#sweptAt = now.getTime();
      await this.#sweep(now);
    }
    return Math.min(pause === null || pause === 0 ? Infinity : pause, await this.#untilNext(now));
  }

  /** Takes up what is ripe; each incident is told by itself then, so that one which cannot be keeps no other back. */
  async #take(now: Date): Promise<void> {
    const { store } = this.#parts;
    const reach = await this.#gathering.reach();
    await store.transaction(async (trx) => {
      // One process at a time: two that group the same storm would make two incidents of it.
      await sql`SELECT pg_advisory_xact_lock(hashtext('countercheck incidents'))`.execute(trx);
      const changed = await this.#intakes.takeUp(trx, { now, reach });
      for (const { kept, incident } of changed) await this.#keep(trx, kept, incident, now, false);
    });
    this.#gathering.clear();
  }

  async #doDue(now: Date): Promise<void> {
    const { store } = this.#parts;
    const due = await store.db
      .selectFrom("incident")
      .select("id")
      .where((of) => of.or([of("tell_at", "<=", now), of("due_at", "<=", now)]))
      .orderBy("id")
      .execute();
    if (due.length === 0) return;
    const seen = await lastSeen(store.db);
    const failures: unknown[] = [];
    for (const { id } of due) {
      // One that cannot be told keeps none of the others waiting.
      await store
        .transaction((trx) => this.#doDueOf(trx, id, { now, seen }))
        .catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  async #doDueOf(
    trx: Trx,
    id: string,
    { now, seen }: { readonly now: Date; readonly seen: ReadonlyMap<string, LastSeen> },
  ): Promise<void> {
    const kept = await lockIncident(trx, id);
    if (!kept) return;
    const silent = await this.#intakes.silentUntil(trx, kept.incident, { now, seen });
    const turns = (endpoint: string): number => seen.get(endpoint)?.state.flips.length ?? 0;
    const events = silent === null ? eventsDue(kept.incident, now.getTime(), turns) : [];
    await this.#keep(trx, kept, events.reduce(after, kept.incident), now);
    if (silent !== null) await putOff(trx, id, silent);
  }

  /** Endpoints that the configuration has no more are out of it. */
  async #sweep(now: Date): Promise<void> {
    const { store } = this.#parts;
    const open = await openIncidents(store.db);
    if (open.length === 0) return;
    const seen = await lastSeen(store.db);
    for (const one of open) {
      if (this.#intakes.withoutRemoved(one, seen, now) === one) continue;
      await store.transaction(async (trx) => {
        const kept = await lockIncident(trx, one.id);
        if (!kept) return;
        const incident = this.#intakes.withoutRemoved(kept.incident, seen, now);
        await this.#keep(trx, kept, incident, now);
      });
    }
  }

  /** Keeps what was added to an incident, and tells of it now, or leaves it owed until it may be told. */
  async #keep(
    trx: Trx,
    kept: Kept,
    incident: Incident,
    now = this.#now(),
    tells = true,
  ): Promise<void> {
    const known = kept.incident.events.length;
    const happened = incident.events.slice(known);
    const owed = kept.tellAt?.getTime() ?? Infinity;
    const fresh = tellAt(happened, { now: now.getTime(), toldAt: kept.toldAt?.getTime() ?? null });
    const at = Math.min(owed, happened.length > 0 ? fresh : Infinity);
    const isNow = tells && at <= now.getTime();
    const later = isNow || at === Infinity ? null : new Date(at);
    await keep(trx, incident, { known, tellAt: later });
    if (!isNow) return;
    const { store, tellers, onCommit = () => {} } = this.#parts;
    for (const teller of tellers) await teller.changed(trx, incident);
    await markTold(trx, incident.id, now);
    store.afterCommit(onCommit);
  }

  async #untilNext(now: Date): Promise<number> {
    const { tell, due } = await this.#parts.store.db
      .selectFrom("incident")
      .select((of) => [of.fn.min("tell_at").as("tell"), of.fn.min("due_at").as("due")])
      .executeTakeFirstOrThrow();
    const next = [tell, due].flatMap((at) => (at === null ? [] : new Date(at).getTime()));
    return Math.max(soonest, Math.min(...next.map((at) => at - now.getTime())));
  }

  #now(): Date {
    return this.#parts.now?.() ?? new Date();
  }
}
