import { DateTime } from "luxon";

import { isOpen } from "#model/incident-fold.ts";
import type { Incident, IncidentEvent } from "#model/incident.ts";

const minute = 60_000;
const hour = 60 * minute;
/** After so long one that nobody has taken is said again; then once a day. */
const reminders = [hour, 3 * hour];
const day = 24 * hour;
/** And never so soon after something else was said. */
const hush = 30 * minute;
/** Between two words about endpoints that flap. */
const summary = 15 * minute;
/** Between two edits for what is no news of its own. */
const edits = 10_000;

/** When something happens to an incident by itself, in milliseconds of UTC; null of one to which nothing does. */
export function dueAt(incident: Incident): number | null {
  if (incident.endedAt !== null) return null;
  const quiet = [incident.snoozedUntil, incident.maintenance?.until ?? null].flatMap((until) =>
    until === null ? [] : millisOf(until),
  );
  // What is silent says nothing until it wakes.
  if (quiet.length > 0) return Math.min(...quiet);
  const next = [reminderAt(incident), summaryAt(incident)].filter((at) => at !== null);
  return next.length === 0 ? null : Math.min(...next);
}

/** What happens to an incident by itself at an instant; `turns` counts those of an endpoint within the last ten minutes. */
export function eventsDue(
  incident: Incident,
  now: number,
  turns: (endpoint: string) => number,
): readonly IncidentEvent[] {
  const due = dueAt(incident);
  if (due === null || due > now) return [];
  const at = DateTime.fromMillis(now, { zone: "utc" }).toISO();
  if (at === null) throw new Error(`${now} is no instant`);
  const { snoozedUntil, maintenance, beganAt } = incident;
  if (maintenance !== null && millisOf(maintenance.until) <= now) {
    return [{ kind: "woken", at, reason: "The maintenance is over." }];
  }
  if (snoozedUntil !== null && millisOf(snoozedUntil) <= now) {
    return [{ kind: "woken", at, reason: "The snooze is over." }];
  }
  const reminder = reminderAt(incident);
  const word = summaryAt(incident);
  const endpoints = flappingIn(incident);
  const all = endpoints.reduce((sum, endpoint) => sum + turns(endpoint), 0);
  return [
    ...(reminder !== null && reminder <= now
      ? [{ kind: "still" as const, at, since: beganAt }]
      : []),
    ...(word !== null && word <= now
      ? [{ kind: "turning" as const, at, endpoints, turns: all }]
      : []),
  ];
}

/** When people hear of what happened now: at once where it asks for them, else no more often than every ten seconds. */
export function tellAt(
  happened: readonly IncidentEvent[],
  { now, toldAt }: { readonly now: number; readonly toldAt: number | null },
): number {
  const canWait = happened.every(
    ({ kind }) => kind === "down" || kind === "flapping" || kind === "up" || kind === "steady",
  );
  return canWait && toldAt !== null ? Math.max(now, toldAt + edits) : now;
}

function reminderAt({ acknowledged, affected, ...incident }: Incident): number | null {
  if (acknowledged !== null || !affected.some((one) => isOpen(one) && !one.isFlapping)) return null;
  const began = millisOf(incident.beganAt);
  const said = lastOf(incident, ["still", "woken"], millisOf(incident.openedAt));
  const days = Math.max(1, Math.floor((said + hush - began) / day) + 1);
  return (
    [...reminders, days * day].map((after) => began + after).find((at) => at > said + hush) ?? null
  );
}

function summaryAt(incident: Incident): number | null {
  if (flappingIn(incident).length === 0) return null;
  const first = incident.events.find(({ kind }) => kind === "flapping");
  const began = first ? millisOf(first.at) : millisOf(incident.openedAt);
  return lastOf(incident, ["turning", "woken"], began) + summary;
}

function flappingIn({ affected }: Pick<Incident, "affected">): string[] {
  return affected.flatMap((one) => (isOpen(one) && one.isFlapping ? one.endpoint : []));
}

function lastOf(
  { events }: Pick<Incident, "events">,
  kinds: readonly IncidentEvent["kind"][],
  otherwise: number,
): number {
  const last = events.findLast(({ kind }) => kinds.includes(kind));
  return last ? Math.max(otherwise, millisOf(last.at)) : otherwise;
}

function millisOf(instant: string): number {
  return DateTime.fromISO(instant).toMillis();
}
