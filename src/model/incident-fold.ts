import type { Affected, Incident, IncidentEvent } from "#model/incident.ts";
import { isBlind } from "#model/observation.ts";
import type { Condition } from "#model/observation.ts";

/** What an incident was when it was opened; all else is in its events. */
export type Opening = Pick<Incident, "id" | "shared" | "channel" | "openedAt">;

/** An incident as its events have left it. */
export function incidentOf(opening: Opening, events: readonly IncidentEvent[]): Incident {
  const { id, shared, channel, openedAt } = opening;
  const fresh: Incident = {
    id,
    shared,
    channel,
    beganAt: openedAt,
    openedAt,
    endedAt: null,
    affected: [],
    acknowledged: null,
    assignee: null,
    snoozedUntil: null,
    maintenance: null,
    runs: [],
    loss: null,
    events: [],
  };
  return events.reduce(after, fresh);
}

/** An incident after one more event. One that has ended stays so: what is said of it later is kept, and brings nothing back. */
export function after(incident: Incident, event: IncidentEvent): Incident {
  const kept: Incident = { ...incident, events: [...incident.events, event] };
  if (event.kind === "run") return { ...kept, runs: withOne(incident.runs, event.run) };
  if (event.kind === "loss") return { ...kept, loss: event.loss };
  if (incident.endedAt !== null) return kept;
  switch (event.kind) {
    case "down":
    case "flapping":
      return begun(kept, event);
    case "changed":
    case "rechecked":
      return told(kept, event);
    case "up":
      return withEnd(kept, event.endpoint, event.since);
    case "removed":
      return withEnd(kept, event.endpoint, event.at);
    case "steady":
      return event.isUp
        ? withEnd(kept, event.endpoint, event.since)
        : changing(kept, event.endpoint, () => ({ isFlapping: false }));
    case "acknowledged":
      return kept.acknowledged ? kept : { ...kept, acknowledged: { by: event.by, at: event.at } };
    case "assigned":
      return { ...kept, assignee: event.to };
    case "snoozed":
      return { ...kept, snoozedUntil: event.until };
    case "woken":
      return { ...kept, snoozedUntil: null, maintenance: null };
    case "maintenance":
      return { ...kept, maintenance: { until: event.until, reason: event.reason } };
    case "still":
    case "turning":
    case "ended":
      return kept;
  }
}

/** True while an endpoint's outage goes on. */
export function isOpen({ until }: Pick<Affected, "until">): boolean {
  return until === null;
}

/** From what is said of a platform to what is said of one record: the first is the worst. */
const byWeight: readonly Condition[] = [
  "platform_down",
  "wrong_endpoint",
  "credential",
  "permission",
  "application_error",
  "stale",
];

/** True when a condition asks for more haste than another. */
export function isWorse(condition: Condition, than: Condition): boolean {
  const [one, other] = [byWeight.indexOf(condition), byWeight.indexOf(than)];
  return one !== -1 && (other === -1 || one < other);
}

function begun(
  incident: Incident,
  event: IncidentEvent & { readonly kind: "down" | "flapping" },
): Incident {
  const { endpoint, since, condition, text } = event;
  const isFlapping = event.kind === "flapping";
  if (incident.affected.some((one) => one.endpoint === endpoint && isOpen(one))) {
    return changing(incident, endpoint, () => ({ condition, text, isFlapping }));
  }
  const one: Affected = { endpoint, since, until: null, condition, text, isFlapping };
  const beganAt = since < incident.beganAt ? since : incident.beganAt;
  return { ...incident, affected: [...incident.affected, one], beganAt };
}

/** A look that found it well ends nothing: that has to be confirmed. */
function told(
  incident: Incident,
  { endpoint, condition, text }: IncidentEvent & { readonly kind: "changed" | "rechecked" },
): Incident {
  if (condition === "up" || isBlind(condition)) return incident;
  return changing(incident, endpoint, () => ({ condition, text }));
}

/** The incident ends with its last outage, dated back to when that was over. */
function withEnd(incident: Incident, endpoint: string, at: string): Incident {
  const ended = changing(incident, endpoint, ({ since }) => ({ until: at < since ? since : at }));
  const { affected } = ended;
  if (affected.length === 0 || affected.some(isOpen)) return ended;
  const endedAt = most(affected.flatMap(({ until }) => until ?? []));
  return { ...ended, endedAt, snoozedUntil: null, maintenance: null };
}

function changing(
  incident: Incident,
  endpoint: string,
  change: (one: Affected) => Partial<Affected>,
): Incident {
  const affected = incident.affected.map((one) =>
    one.endpoint === endpoint && isOpen(one) ? { ...one, ...change(one) } : one,
  );
  return { ...incident, affected };
}

function withOne(all: readonly string[], one: string): readonly string[] {
  return all.includes(one) ? all : [...all, one];
}

/** Instants in ISO 8601 in UTC are in order as texts are. */
function most(instants: readonly string[]): string {
  return instants.reduce((one, other) => (other > one ? other : one));
}
