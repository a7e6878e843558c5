import { expect, test } from "vitest";

import { dueAt, eventsDue, tellAt } from "#model/incident-due.ts";
import { incidentOf } from "#model/incident-fold.ts";
import type { Incident, IncidentEvent } from "#model/incident.ts";
import { instant, minute, second, start } from "./incidents.ts";

const hour = 60 * minute;
const by = "U0MAYA0001";

function opened(at: number, ...events: readonly IncidentEvent[]): Incident {
  const down: IncidentEvent = {
    kind: "down",
    at: instant(at),
    endpoint: "api",
    since: instant(0),
    condition: "platform_down",
    text: "It could not be reached.",
  };
  const shared = { by: "endpoint", name: "api" } as const;
  const opening = { id: "01INCIDENT", shared, channel: "C0WATCH01", openedAt: instant(at) };
  return incidentOf(opening, [down, ...events]);
}

const due = (incident: Incident): number | null => {
  const at = dueAt(incident);
  return at === null ? null : at - start;
};
const still = (at: number): IncidentEvent => ({
  kind: "still",
  at: instant(at),
  since: instant(0),
});

test("it is said again one hour and three hours after it began, then each day", () => {
  expect(due(opened(0))).toBe(hour);
  expect(due(opened(0, still(hour)))).toBe(3 * hour);
  expect(due(opened(0, still(hour), still(3 * hour)))).toBe(24 * hour);
  expect(due(opened(0, still(24 * hour)))).toBe(48 * hour);
});

test("what is told late is not said again at once", () => {
  expect(due(opened(59 * minute))).toBe(3 * hour);
});

test("what somebody has taken is not said again", () => {
  expect(due(opened(0, { kind: "acknowledged", at: instant(minute), by }))).toBeNull();
});

test("what is snoozed or in maintenance wakes by itself, and says why", () => {
  const until = instant(2 * hour);
  const snoozed = opened(0, { kind: "snoozed", at: instant(minute), by, until });
  const order = { kind: "maintenance", at: instant(minute), by, reason: "A drill" } as const;
  const maintained = opened(0, { ...order, until });

  expect([due(snoozed), due(maintained)]).toEqual([2 * hour, 2 * hour]);
  expect(eventsDue(snoozed, start + 2 * hour, () => 0)).toEqual([
    { kind: "woken", at: until, reason: "The snooze is over." },
  ]);
  expect(eventsDue(maintained, start + 2 * hour, () => 0)).toMatchObject([
    { kind: "woken", reason: "The maintenance is over." },
  ]);
  expect(eventsDue(snoozed, start + hour, () => 0)).toEqual([]);
});

test("what is no news of its own waits ten seconds after the last edit, all else is told at once", () => {
  const [now, toldAt] = [start + minute, start + minute - 2 * second];
  const { events } = opened(0);
  const ended: IncidentEvent = { kind: "ended", at: instant(minute) };

  expect(tellAt(events, { now, toldAt })).toBe(now + 8 * second);
  expect(tellAt(events, { now, toldAt: null })).toBe(now);
  expect(tellAt([...events, ended], { now, toldAt })).toBe(now);
});
