import { DateTime } from "luxon";

import type { Transition } from "#model/endpoint-state.ts";
import { after, incidentOf, isOpen, isWorse } from "#model/incident-fold.ts";
import { commonOf, nearness } from "#model/incident-kin.ts";
import type { Kinship } from "#model/incident-kin.ts";
import type { Incident, IncidentEvent, Shared } from "#model/incident.ts";
import type { Observation } from "#model/observation.ts";

/** A change of an endpoint that has yet to be taken up. */
export interface Fresh {
  /** They are in the order of their ids. */
  readonly id: number;
  readonly endpoint: string;
  readonly transition: Transition;
  readonly observation: Observation;
}

/** What is to be known to say which belong together. */
export interface Grouping {
  readonly kinship: Kinship;
  /** Slack channel id for endpoints that name none; null where nobody reads of them. */
  readonly channel: string | null;
  /** Endpoints that fail by our own connection, if it is certain or only likely. */
  readonly ours: ReadonlySet<string>;
  readonly isGuess: boolean;
  /** Now, in ISO 8601. */
  readonly at: string;
  readonly newId: () => string;
}

/** An outage joins another that began so much before it, beside the time nobody looked at it. */
const together = 15 * 60_000;

/** Incidents while changes of endpoints are laid upon them, one after the other. */
export class Grouped {
  readonly #incidents = new Map<string, Incident>();
  readonly #given: Grouping;
  /** Those with an endpoint more, of which it is yet to be said what it has in common with the others. */
  readonly #joined = new Set<string>();

  constructor(open: readonly Incident[], given: Grouping) {
    for (const incident of open) this.#incidents.set(incident.id, incident);
    this.#given = given;
  }

  /** All there are, those opened here last; one that has ended meanwhile is among them. */
  get all(): readonly Incident[] {
    for (const id of this.#joined) this.#widen(id);
    this.#joined.clear();
    return [...this.#incidents.values()];
  }

  /** The open incident an endpoint is part of. */
  of(endpoint: string): Incident | null {
    for (const incident of this.#incidents.values()) {
      const { endedAt, affected } = incident;
      if (endedAt !== null) continue;
      if (affected.some((one) => one.endpoint === endpoint && isOpen(one))) return incident;
    }
    return null;
  }

  /** Lays a change on the incident its endpoint is part of; false where there is none. */
  go(fresh: Fresh): boolean {
    const own = this.of(fresh.endpoint);
    if (!own) return false;
    const event = this.#eventOf(fresh, true);
    if (event.kind === "changed") this.#wakeIfWorse(own, event);
    this.#add(own.id, event);
    const now = this.#incidents.get(own.id) ?? own;
    if (now.endedAt !== null) this.#add(own.id, { kind: "ended", at: this.#given.at });
    return true;
  }

  /** Opens the outage of an endpoint that is part of none: in the nearest incident it fits in, else in one of its own. */
  open(fresh: Fresh): void {
    const { endpoint } = fresh;
    const joined = this.#fitting(fresh);
    const id = joined?.id ?? this.#begin(endpoint);
    if (joined && (joined.snoozedUntil !== null || joined.maintenance)) {
      this.#wake(joined, `${endpoint} is down too.`);
    }
    this.#add(id, this.#eventOf(fresh, false));
    this.#joined.add(id);
  }

  #begin(endpoint: string): string {
    const { at, newId, ours, isGuess } = this.#given;
    const shared: Shared = ours.has(endpoint)
      ? { by: "ourselves", name: "", ...(isGuess ? { isGuess } : {}) }
      : { by: "endpoint", name: endpoint };
    const opening = { id: newId(), shared, channel: this.#channelOf(endpoint), openedAt: at };
    this.#incidents.set(opening.id, incidentOf(opening, []));
    return opening.id;
  }

  /** The nearest of the incidents told in the same channel; one that depends on what is down joins it whenever it fails. */
  #fitting({ endpoint, transition }: Fresh): Incident | null {
    const { kinship, ours } = this.#given;
    const channel = this.#channelOf(endpoint);
    const unseen = kinship.endpoints.get(endpoint)?.interval ?? 0;
    const recent = isoOf(transition.since - unseen - together);
    let best: { incident: Incident; near: number } | null = null;
    for (const incident of this.#incidents.values()) {
      if (incident.endedAt !== null || incident.channel !== channel) continue;
      const isOurs = incident.shared.by === "ourselves";
      if (isOurs !== ours.has(endpoint)) continue;
      if (isOurs) return incident;
      const now = incident.affected.filter(isOpen);
      const isRecent = now.some(({ since }) => since >= recent);
      for (const one of now) {
        const near = nearness(endpoint, one.endpoint, kinship);
        if (near === null || (near > 0 && !isRecent) || (best && best.near <= near)) continue;
        best = { incident, near };
      }
    }
    return best?.incident ?? null;
  }

  #channelOf(endpoint: string): string | null {
    return this.#given.kinship.endpoints.get(endpoint)?.channel ?? this.#given.channel;
  }

  #widen(id: string): void {
    const incident = this.#incidents.get(id);
    if (!incident || incident.shared.by === "ourselves") return;
    const ids = incident.affected.map(({ endpoint }) => endpoint);
    const shared = commonOf(ids, this.#given.kinship) ?? incident.shared;
    this.#incidents.set(id, { ...incident, shared });
  }

  #wakeIfWorse(
    { affected, ...incident }: Incident,
    { endpoint, condition, text }: IncidentEvent & { readonly kind: "changed" },
  ): void {
    if (incident.snoozedUntil === null) return;
    const before = affected.find((one) => one.endpoint === endpoint && isOpen(one));
    if (before && isWorse(condition, before.condition)) {
      this.#wake(incident, `It got worse: ${text}`);
    }
  }

  #wake({ id }: Pick<Incident, "id">, reason: string): void {
    this.#add(id, { kind: "woken", at: this.#given.at, reason });
  }

  #add(id: string, event: IncidentEvent): void {
    const incident = this.#incidents.get(id);
    if (incident) this.#incidents.set(id, after(incident, event));
  }

  #eventOf({ endpoint, transition, observation }: Fresh, isKnown: boolean): IncidentEvent {
    const { at } = this.#given;
    const { condition, text } = observation;
    const since = isoOf(transition.since);
    switch (transition.kind) {
      case "up":
        return { kind: "up", at, endpoint, since };
      case "flapping":
        return { kind: "flapping", at, endpoint, since, condition, text };
      case "steady":
        if (transition.isUp || isKnown) {
          return { kind: "steady", at, endpoint, since, isUp: transition.isUp };
        }
        break;
      case "changed":
      case "down":
        if (isKnown) {
          return { kind: "changed", at, endpoint, condition: transition.condition, text };
        }
    }
    return { kind: "down", at, endpoint, since, condition, text };
  }
}

/** True of a change for the good. */
export function isGood(transition: Transition): boolean {
  return transition.kind === "up" || (transition.kind === "steady" && transition.isUp);
}

function isoOf(milliseconds: number): string {
  const text = DateTime.fromMillis(milliseconds, { zone: "utc" }).toISO();
  if (text === null) throw new Error(`${milliseconds} is no instant`);
  return text;
}
