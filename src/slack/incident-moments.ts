import type { Incident, IncidentEvent } from "#model/incident.ts";

/** Events that people hear of in one message, as soon as the first of them is there. */
export interface Moment {
  readonly kind: "opened" | "joined" | "turned" | "changed" | "recovered" | SingleKind;
  /** The place of its first event among the incident's. */
  readonly sequence: number;
  readonly events: readonly IncidentEvent[];
}

type SingleKind = Exclude<IncidentEvent["kind"], "down" | "flapping" | "changed" | "up" | "steady">;

/** What endpoints do within so many milliseconds is one moment: fifty that fail are one message. */
const together = 2 * 60_000;

/** An incident's events as moments, in order; a moment only ever grows at its end. */
export function momentsOf({ openedAt, events }: Pick<Incident, "openedAt" | "events">): Moment[] {
  const opened = Date.parse(openedAt);
  const groups = new Map<
    string,
    { kind: Moment["kind"]; sequence: number; own: IncidentEvent[] }
  >();
  for (const [sequence, event] of events.entries()) {
    const kind = kindOf(event, opened);
    const group = `${kind} ${spanOf(event, kind, { opened, sequence })}`;
    const known = groups.get(group);
    if (known) known.own.push(event);
    else groups.set(group, { kind, sequence, own: [event] });
  }
  return [...groups.values()].map(({ kind, sequence, own }) => ({ kind, sequence, events: own }));
}

function kindOf(event: IncidentEvent, opened: number): Moment["kind"] {
  switch (event.kind) {
    case "down":
      return Date.parse(event.at) <= opened ? "opened" : "joined";
    case "flapping":
      // Mostly of one that is in the incident already: it is no more of them.
      return Date.parse(event.at) <= opened ? "opened" : "turned";
    case "up":
      return "recovered";
    case "steady":
      return event.isUp ? "recovered" : "changed";
    default:
      return event.kind;
  }
}

/** Equal for events that belong together. */
function spanOf(
  event: IncidentEvent,
  kind: Moment["kind"],
  { opened, sequence }: { readonly opened: number; readonly sequence: number },
): string {
  if (kind === "opened") return "";
  if (["joined", "turned", "changed", "recovered"].includes(kind)) {
    return String(Math.floor((Date.parse(event.at) - opened) / together));
  }
  // One click looks at every endpoint again.
  return event.kind === "rechecked" ? `${event.at} ${event.by}` : String(sequence);
}
