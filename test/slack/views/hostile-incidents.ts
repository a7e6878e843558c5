import * as fc from "fast-check";

import type { Affected, Incident, IncidentEvent } from "#model/incident.ts";
import type { Estimate, Loss } from "#model/loss.ts";
import { conditions } from "#model/observation.ts";
import type { ToldIncident } from "#slack/views/incident.ts";

import { incident } from "../example-incident.ts";
import { hostileText } from "./hostile-runs.ts";

const person = fc.constantFrom("U0MAYA0001", "U0TOMAS002", "U0INES0005");
const instant = fc
  .date({ min: new Date("2026-01-01"), max: new Date("2027-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());
const name = fc.oneof(fc.stringMatching(/^[a-z][a-z0-9-]{0,60}$/), hostileText);
const condition = fc.constantFrom(...conditions);
const told = { condition, text: hostileText };

const affected: fc.Arbitrary<Affected> = fc.record({
  endpoint: name,
  since: instant,
  until: fc.option(instant),
  ...told,
  isFlapping: fc.boolean(),
});

const number = fc.oneof(
  fc.integer({ min: 0, max: 20 }).map(String),
  fc.nat(2_000_000_000).map((cents) => (cents / 100).toFixed(2)),
);
const estimate: fc.Arbitrary<Estimate> = fc.record({ likely: number, low: number, high: number });
const hostileLoss: fc.Arbitrary<Loss> = fc.record({
  at: instant,
  isCorrected: fc.boolean(),
  unknown: fc.option(hostileText, { freq: 3 }),
  programs: fc.array(
    fc.record({
      program: fc.option(hostileText),
      currency: fc.constantFrom("USD", "EUR", "JPY", "KWD"),
      expected: estimate,
      recovered: fc.nat(),
      missing: estimate,
      revenue: estimate,
      commission: fc.option(estimate),
    }),
    { maxLength: 30, size: "max" },
  ),
});

const phase = fc.option(fc.double({ min: 0, max: 120_000, noNaN: true }));
const phases = fc.record({ dns: phase, connect: phase, tls: phase, firstByte: phase, body: phase });

const at = { at: instant };
const event: fc.Arbitrary<IncidentEvent> = fc.oneof(
  fc.record({ ...at, kind: fc.constant("down"), endpoint: name, since: instant, ...told }),
  fc.record({ ...at, kind: fc.constant("changed"), endpoint: name, ...told }),
  fc.record({ ...at, kind: fc.constant("up"), endpoint: name, since: instant }),
  fc.record({ ...at, kind: fc.constant("flapping"), endpoint: name, since: instant, ...told }),
  fc.record({
    ...at,
    kind: fc.constant("steady"),
    endpoint: name,
    since: instant,
    isUp: fc.boolean(),
  }),
  fc.record({ ...at, kind: fc.constant("removed"), endpoint: name }),
  fc.record({ ...at, kind: fc.constant("still"), since: instant }),
  fc.record({
    ...at,
    kind: fc.constant("turning"),
    endpoints: fc.array(name, { maxLength: 60, size: "max" }),
    turns: fc.nat(),
  }),
  fc.record({ ...at, kind: fc.constant("acknowledged"), by: person }),
  fc.record({ ...at, kind: fc.constant("assigned"), by: person, to: person }),
  fc.record({ ...at, kind: fc.constant("snoozed"), by: person, until: instant }),
  fc.record({ ...at, kind: fc.constant("woken"), reason: hostileText }),
  fc.record({ ...at, kind: fc.constant("rechecked"), by: person, endpoint: name, ...told, phases }),
  fc.record({
    ...at,
    kind: fc.constant("maintenance"),
    by: person,
    until: instant,
    reason: hostileText,
  }),
  fc.record({ ...at, kind: fc.constant("run"), by: person, run: fc.constant(incident().id) }),
  fc.record({ ...at, kind: fc.constant("loss"), loss: hostileLoss }),
  fc.record({ ...at, kind: fc.constant("ended") }),
) as fc.Arbitrary<IncidentEvent>;

/** Incidents of up to so many endpoints and events, in every state, whatever the far side said. */
export const hostileIncident: fc.Arbitrary<ToldIncident> = fc.record({
  owners: fc.array(person, { maxLength: 3 }),
  incident: fc.record({
    id: fc.constant(incident().id),
    shared: fc.record({
      by: fc.constantFrom("endpoint", "dependency", "provider", "host", "ourselves"),
      name: hostileText,
    }),
    channel: fc.constant("C0AFFILOPS"),
    beganAt: instant,
    openedAt: instant,
    endedAt: fc.option(instant, { freq: 2 }),
    affected: fc.array(affected, { minLength: 1, maxLength: 60, size: "max" }),
    acknowledged: fc.option(fc.record({ by: person, at: instant })),
    assignee: fc.option(person),
    snoozedUntil: fc.option(instant),
    maintenance: fc.option(fc.record({ until: instant, reason: hostileText })),
    runs: fc.array(fc.constant(incident().id), { maxLength: 4 }),
    loss: fc.option(hostileLoss),
    events: fc.array(event, { maxLength: 120, size: "max" }),
  }) as fc.Arbitrary<Incident>,
});
