import * as fc from "fast-check";

import { conditions } from "#model/observation.ts";
import type { Observation } from "#model/observation.ts";
import { addLook } from "#model/latency.ts";
import { emptyTally } from "#model/tally.ts";
import type { EndpointBoard, EndpointStanding } from "#slack/endpoint-board.ts";
import { standings } from "#slack/endpoint-board.ts";

import { endpoint } from "../open-incident.ts";
import { hostileIncident } from "./hostile-incidents.ts";
import { hostileText } from "./hostile-runs.ts";

const milliseconds = fc.double({ min: 0, max: 120_000, noNaN: true });
const phase = fc.option(milliseconds);

/** Looks that saw anything, and were told anything. */
export const hostileLook: fc.Arbitrary<Observation> = fc.record(
  {
    condition: fc.constantFrom(...conditions),
    text: hostileText,
    milliseconds,
    phases: fc.record({ dns: phase, connect: phase, tls: phase, firstByte: phase, body: phase }),
    assertions: fc.array(
      fc.record({ assertion: hostileText, holds: fc.boolean(), found: hostileText }),
      { maxLength: 60, size: "max" },
    ),
    certificateDays: fc.option(fc.double({ noNaN: true, min: -1e4, max: 1e4 })),
    facts: fc.array(fc.tuple(hostileText, hostileText), { maxLength: 60, size: "max" }),
  },
  { requiredKeys: ["condition", "text", "milliseconds"] },
);

const instant = fc.integer({ min: 1.7e12, max: 1.8e12 });
const id = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9_-]{0,60}$/),
  fc.integer({ min: 100, max: 4000 }).map((length) => "e".repeat(length)),
);

/** Endpoints however they stand. */
export const hostileStanding: fc.Arbitrary<EndpointStanding> = fc
  .record({
    id,
    host: fc.option(hostileText),
    source: fc.option(hostileText),
    program: fc.option(hostileText),
    standing: fc.constantFrom(...standings),
    seen: fc.option(hostileLook),
    pausedBy: fc.option(fc.constant("U0MAYA0001")),
    until: fc.option(instant),
    since: instant,
    looks: fc.option(fc.array(milliseconds, { maxLength: 5 })),
    isKnown: fc.boolean(),
  })
  .map(({ id: named, standing, seen, pausedBy, until, since, looks, isKnown, ...own }) => {
    const day = looks ? { ...emptyTally(), up: looks.length, down: 1 } : null;
    for (const look of looks ?? []) if (day) addLook(day.latency, look);
    const state = {
      standing: "down" as const,
      condition: seen?.condition ?? ("unknown" as const),
      since,
      confirmed: 0,
      downSince: since,
      flips: [],
    };
    const row = { id: named, state, observation: seen, lookedAt: new Date(since), pausedBy };
    return {
      endpoint: endpoint(named, own),
      standing,
      row: isKnown ? row : null,
      maintenance: until === null ? null : { until, reason: "moves" },
      day,
    };
  });

const at = { channel: "C1", ts: "1.2" };

/** As many as a large team has, and as much going on. */
export const hostileWatched: fc.Arbitrary<EndpointBoard> = fc
  .record({
    endpoints: fc.array(hostileStanding, { maxLength: 12 }),
    incidents: fc.array(hostileIncident, { maxLength: 2 }),
    times: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ endpoints, incidents, times }) => ({
    endpoints: Array.from({ length: times }, () => endpoints).flat(),
    incidents: Array.from({ length: times }, () => incidents)
      .flat()
      .map(({ incident }) => ({ incident, at })),
  }));
