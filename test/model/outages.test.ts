import fc from "fast-check";
import { expect, test } from "vitest";

import type { Incident, IncidentEvent } from "#model/incident.ts";
import { illTimesOf, unionOf } from "#model/outages.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 21, 2, minute)).toISOString();
const millis = (minute: number): number => Date.parse(at(minute));
const told = { condition: "platform_down", text: "nobody answers." } as const;

function incidentOf(events: readonly IncidentEvent[], endedAt: string | null = null): Incident {
  return {
    id: "01K",
    shared: { by: "host", name: "t.example" },
    channel: null,
    beganAt: at(0),
    openedAt: at(0),
    endedAt,
    affected: [],
    acknowledged: null,
    assignee: null,
    snoozedUntil: null,
    maintenance: null,
    runs: [],
    loss: null,
    events,
  };
}

test("an endpoint is ill from the first look that failed to the first that was well, each time", () => {
  const incident = incidentOf([
    { kind: "down", at: at(2), endpoint: "pixel", since: at(1), ...told },
    { kind: "acknowledged", at: at(3), by: "U1" },
    { kind: "up", at: at(6), endpoint: "pixel", since: at(5) },
    { kind: "flapping", at: at(12), endpoint: "pixel", since: at(8), ...told },
    { kind: "steady", at: at(20), endpoint: "pixel", since: at(15), isUp: false },
  ]);

  const pixel = { endpoint: "pixel" };
  expect(illTimesOf(incident, millis(30))).toEqual([
    { ...pixel, from: millis(1), to: millis(5), isFlapping: false },
    { ...pixel, from: millis(8), to: millis(15), isFlapping: true },
    { ...pixel, from: millis(15), to: millis(30), isFlapping: false },
  ]);
});

test("what has ended is not ill any more, whatever it forgot to say", () => {
  const events: IncidentEvent[] = [
    { kind: "down", at: at(2), endpoint: "pixel", since: at(1), ...told },
  ];

  expect(illTimesOf(incidentOf(events, at(9)), millis(30))).toEqual([
    { endpoint: "pixel", from: millis(1), to: millis(9), isFlapping: false },
  ]);
});

test("endpoints that fail at once lose it once, by the one that fails more", () => {
  const whole = { share: 1, retried: 0 };
  const half = { share: 0.5, retried: 0 };

  expect(
    unionOf([
      { from: 0, to: 10, ...whole },
      { from: 5, to: 15, ...whole },
      { from: 12, to: 20, ...half },
    ]),
  ).toEqual([
    { from: 0, to: 15, ...whole },
    { from: 15, to: 20, ...half },
  ]);
  expect(unionOf([])).toEqual([]);
});

test("a union loses at each moment what the worst of its outages does", () => {
  const outage = fc
    .record({
      from: fc.integer({ min: 0, max: 50 }),
      length: fc.integer({ min: 1, max: 20 }),
      share: fc.constantFrom(0.25, 0.5, 1),
      retried: fc.constantFrom(0, 0.6),
    })
    .map(({ from, length, ...shares }) => ({ from, to: from + length, ...shares }));
  const lostAt = (moment: number, outages: ReturnType<typeof unionOf>): number[] =>
    outages
      .filter(({ from, to }) => from <= moment && moment < to)
      .map(({ share, retried }) => share * (1 - retried));

  fc.assert(
    fc.property(fc.array(outage, { maxLength: 6 }), (outages) => {
      const united = unionOf(outages);
      for (let moment = 0; moment < 80; moment += 1) {
        const one = lostAt(moment, united);
        expect(one.length).toBeLessThanOrEqual(1);
        expect(Math.max(0, ...one)).toBe(Math.max(0, ...lostAt(moment, outages)));
      }
    }),
  );
});
