import type { Kysely, Transaction } from "kysely";
import { ulid } from "ulid";

import { after, incidentOf, isOpen } from "#model/incident-fold.ts";
import { isGood } from "#model/incident-grouping.ts";
import { takeUp } from "#model/incident-intake.ts";
import type { Dated } from "#model/incident-intake.ts";
import { kinshipOf } from "#model/incident-kin.ts";
import type { Kinship } from "#model/incident-kin.ts";
import type { Incident } from "#model/incident.ts";
import { maintenanceAt } from "#model/maintenance.ts";
import { isUnreached, likelyOurs } from "#model/own-connection.ts";
import type { Database } from "#store/schema.ts";
import type { Reach } from "#watch/incidents/gathering.ts";
import { lockOpen } from "#watch/incidents/incident-rows.ts";
import type { Kept } from "#watch/incidents/incident-rows.ts";
import { declaredBy } from "#watch/incidents/declared.ts";
import { lastSeen, markTaken, untaken } from "#watch/incidents/transitions.ts";
import type { LastSeen } from "#watch/incidents/transitions.ts";
import type { Watching } from "#watch-settings.ts";

type Trx = Transaction<Database>;

/** What incidents need to know of what is watched. */
export type Watched = Pick<Watching, "endpoints" | "channel" | "ownConnectivity">;

/** An incident as it was kept, and as it is now. */
export interface Change {
  readonly kept: Kept;
  readonly incident: Incident;
}

/** What another process may know better, since its configuration is newer, is left to it for so long. */
const others = 10 * 60_000;

/** How long a pause lasts is anybody's guess: it is asked again so often. */
const pausedFor = 5 * 60_000;

/** Lays changes of endpoints on incidents, by what the configuration says of them. */
export class Intakes {
  #watching: Watched;
  #kinship: Kinship;

  constructor(watching: Watched) {
    this.#watching = watching;
    this.#kinship = kinshipOf(watching.endpoints);
  }

  reload(watching: Watched): void {
    this.#watching = watching;
    this.#kinship = kinshipOf(watching.endpoints);
  }

  /** Changes that are ours to take up now. */
  async waiting(db: Kysely<Database>, now: Date): Promise<Dated[]> {
    const { endpoints } = this.#watching;
    const isOurs = ({ endpoint, at }: Dated): boolean =>
      endpoints.has(endpoint) || at < now.getTime() - others;
    return (await untaken(db, now)).filter(isOurs);
  }

  /** Takes up every change there is, once, and returns the incidents it makes or changes. */
  async takeUp(
    trx: Trx,
    { now, reach }: { readonly now: Date; readonly reach: Reach },
  ): Promise<Change[]> {
    const open = await lockOpen(trx);
    const incidents = open.map(({ incident }) => incident);
    const all = await this.waiting(trx, now);
    // Nobody has an endpoint any more that is in no configuration for so long.
    const fresh = all.filter(({ endpoint }) => this.#watching.endpoints.has(endpoint));
    const seen = await lastSeen(trx);
    const maintenance = await this.#maintenanceBy(trx, now);
    const taken = takeUp(incidents, fresh, {
      kinship: this.#kinship,
      channel: this.#watching.channel,
      ours: this.#oursOf(incidents, fresh, { reach, seen }),
      isGuess: reach === "unasked",
      at: now.toISOString(),
      now: now.getTime(),
      newId: () => ulid(now.getTime()),
      maintenance,
      isDown: (endpoint) => isDown(seen.get(endpoint)),
    });
    await markTaken(trx, all, taken, now);
    return taken.incidents.map((incident) => ({
      incident,
      kept: open.find((one) => one.incident.id === incident.id) ?? newly(incident),
    }));
  }

  /** Until when an incident is silent, all of whose endpoints are in maintenance or paused; null of one that is not. */
  async silentUntil(
    trx: Trx,
    { affected }: Incident,
    { now, seen }: { readonly now: Date; readonly seen: ReadonlyMap<string, LastSeen> },
  ): Promise<Date | null> {
    const maintenance = await this.#maintenanceBy(trx, now);
    const ends = affected.filter(isOpen).map(({ endpoint }) => {
      const end = maintenance(endpoint, now.getTime());
      return end ?? (seen.get(endpoint)?.isPaused ? now.getTime() + pausedFor : null);
    });
    const known = ends.filter((end) => end !== null);
    return known.length < ends.length || known.length === 0 ? null : new Date(Math.min(...known));
  }

  /** An incident without the endpoints that are in no configuration any more and that nobody looks at. */
  withoutRemoved(incident: Incident, seen: ReadonlyMap<string, LastSeen>, now: Date): Incident {
    const at = now.toISOString();
    const removed = incident.affected.filter(
      ({ endpoint, until }) =>
        until === null &&
        !this.#watching.endpoints.has(endpoint) &&
        (seen.get(endpoint)?.lookedAt ?? 0) < now.getTime() - others,
    );
    const without = removed
      .map(({ endpoint }) => ({ kind: "removed" as const, at, endpoint }))
      .reduce(after, incident);
    const isOver = without.endedAt !== null && incident.endedAt === null;
    return isOver ? after(without, { kind: "ended", at }) : without;
  }

  async #maintenanceBy(trx: Trx, now: Date) {
    const orders = await declaredBy(trx, now);
    return (id: string, at: number): number | null => {
      const endpoint = this.#watching.endpoints.get(id);
      if (!endpoint) return null;
      return maintenanceAt(endpoint, orders.get(id) ?? [], at)?.until ?? null;
    };
  }

  /** Endpoints whose outage is our own connection's, certainly where nothing answers that always does. */
  #oursOf(
    open: readonly Incident[],
    fresh: readonly Dated[],
    { reach, seen }: { readonly reach: Reach; readonly seen: ReadonlyMap<string, LastSeen> },
  ): ReadonlySet<string> {
    const failing = fresh.filter(
      ({ transition, observation }) =>
        !isGood(transition) && observation.condition === "platform_down",
    );
    if (reach === "none") return new Set(failing.map(({ endpoint }) => endpoint));
    if (reach === "some") return new Set();
    const unreached = failing.filter(({ observation }) => isUnreached(observation));
    if (open.some(({ shared }) => shared.by === "ourselves")) {
      return new Set(unreached.map(({ endpoint }) => endpoint));
    }
    const since = Math.min(...unreached.map(({ transition }) => transition.since));
    return likelyOurs(unreached, this.#kinship, (endpoint) => {
      const last = seen.get(endpoint);
      return last?.state.condition === "up" && (last.lookedAt ?? 0) >= since;
    });
  }
}

function isDown(seen: LastSeen | undefined): boolean {
  return (
    seen !== undefined && (seen.state.downSince !== null || seen.state.standing === "flapping")
  );
}

function newly({ id, shared, channel, openedAt }: Incident): Kept {
  return {
    incident: incidentOf({ id, shared, channel, openedAt }, []),
    toldAt: null,
    tellAt: null,
  };
}
