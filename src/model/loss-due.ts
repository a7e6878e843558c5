import { DateTime } from "luxon";

import type { Incident } from "#model/incident.ts";

const minute = 60_000;
/** Milliseconds between estimates while an incident lasts; of a long one this share of how long it has. */
const whileOpen = { least: 15 * minute, share: 1 / 8 };
/** When late records have come in, after the end. */
const corrections = [60 * minute, 24 * 60 * minute, 72 * 60 * minute] as const;

/**
 * When the loss of an incident is to be estimated next, in milliseconds of UTC: as it opens, every quarter of an hour and then ever
 * more seldom, as it ends, and when late records have come in; null when all has been said.
 */
export function lossDue({
  openedAt,
  events,
}: Pick<Incident, "openedAt" | "events">): number | null {
  const last = events.findLast(({ kind }) => kind === "loss");
  const ended = endOf(events);
  if (!last) return ended ?? millis(openedAt);
  const told = millis(last.at);
  if (ended === null) {
    return told + Math.max(whileOpen.least, (told - millis(openedAt)) * whileOpen.share);
  }
  return [0, ...corrections].map((after) => ended + after).find((at) => at > told) ?? null;
}

/** Whether late records have had some time to come in. */
export function isCorrection({ events }: Pick<Incident, "events">, now: number): boolean {
  const ended = endOf(events);
  return ended !== null && now >= ended + corrections[0];
}

/** When it was known to have ended: the end itself is back-dated. */
function endOf(events: Incident["events"]): number | null {
  const end = events.findLast(({ kind }) => kind === "ended");
  return end ? millis(end.at) : null;
}

function millis(instant: string): number {
  return DateTime.fromISO(instant).toMillis();
}
