import { isDeepStrictEqual } from "node:util";

import fc from "fast-check";
import { expect, test } from "vitest";

import { judgeLook, noState } from "#model/endpoint-state.ts";
import type { EndpointState } from "#model/endpoint-state.ts";
import { dueAt, eventsDue } from "#model/incident-due.ts";
import { after, incidentOf, isOpen } from "#model/incident-fold.ts";
import { isGood } from "#model/incident-grouping.ts";
import type { Dated } from "#model/incident-intake.ts";
import type { Kin } from "#model/incident-kin.ts";
import type { Incident, IncidentEvent } from "#model/incident.ts";
import { instant, kin, minute, saw, second, start, taken } from "./incidents.ts";

const ids = ["a", "b", "c", "d", "e"] as const;
type Id = (typeof ids)[number];

const one = fc.constantFrom(...ids);
const kinds = fc.tuple(
  ...ids.map((id) =>
    fc.record({
      provider: fc.constantFrom(null, "impact", "awin"),
      host: fc.constantFrom("x.example", `${id}.example`),
      // In circles too: nobody stops a person from writing one.
      dependsOn: fc.uniqueArray(one, { maxLength: 2 }).map((all) => all.filter((to) => to !== id)),
      channel: fc.constantFrom(null, "C0OTHER01"),
    }),
  ),
);

const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      look: one,
      times: fc.constantFrom(1, 4, 4, 4),
      condition: fc.constantFrom("up", "platform_down", "credential", "up", "unknown" as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ take: fc.integer({ min: 1, max: 8 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.nat(9),
      kind: fc.constantFrom("acknowledged", "snoozed", "assigned", "maintenance"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 200 }) }) },
  { weight: 1, arbitrary: fc.constant({ restart: true }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** Endpoints that are looked at, changes that wait, and incidents, while anything happens in any order. */
class World {
  readonly #kinds: readonly Kin[];
  readonly #states = new Map<string, EndpointState>();
  readonly made: Dated[] = [];
  readonly faults: string[] = [];
  incidents: Incident[] = [];
  #untaken: Dated[] = [];
  #now = 0;

  constructor(kindred: readonly Kin[]) {
    this.#kinds = kindred;
  }

  do(step: Step): void {
    if ("look" in step)
      for (let at = 0; at < step.times; at += 1) this.look(step.look, step.condition);
    else if ("take" in step) this.take(step.take);
    else if ("act" in step) this.#act(step.act, step.kind);
    else if ("wait" in step) this.#wait(step.wait * minute);
    else this.#restart();
  }

  look(endpoint: Id, condition: Parameters<typeof saw>[0]): void {
    this.#now += 2 * second;
    const at = start + this.#now;
    const { state, transition } = judgeLook(this.#states.get(endpoint) ?? noState, {
      at,
      condition,
    });
    this.#states.set(endpoint, state);
    if (!transition) return;
    const id = this.made.length + 1;
    const made = { id, endpoint, at, transition, observation: saw(condition) };
    this.made.push(made);
    this.#untaken.push(made);
  }

  take(count = Infinity): void {
    const batch = this.#untaken.slice(0, count);
    this.#untaken = this.#untaken.slice(count);
    const open = this.incidents.filter(({ endedAt }) => endedAt === null);
    const { incidents } = taken(open, batch, this.#now, {
      kinds: this.#kinds,
      newId: () => `${this.incidents.length} ${this.#now} ${Math.random()}`,
    });
    for (const incident of incidents) this.#put(incident);
  }

  isBad(endpoint: Id): boolean {
    const state = this.#states.get(endpoint) ?? noState;
    return state.standing === "flapping" || state.downSince !== null;
  }

  #put(incident: Incident): void {
    const before = this.incidents.find(({ id }) => id === incident.id);
    const kept = incident.events.slice(0, before?.events.length ?? 0);
    if (!isDeepStrictEqual(kept, before?.events ?? [])) this.faults.push("an event was changed");
    const over = before?.affected.filter((outage) => !isOpen(outage)) ?? [];
    for (const outage of over) {
      if (!incident.affected.some((one) => isDeepStrictEqual(one, outage))) {
        this.faults.push("an outage that was over was changed");
      }
    }
    const isEnded = before !== undefined && before.endedAt !== null;
    if (isEnded && !isDeepStrictEqual({ ...incident, events: [] }, { ...before, events: [] })) {
      this.faults.push("what has ended was changed");
    }
    this.incidents = [...this.incidents.filter(({ id }) => id !== incident.id), incident];
  }

  #act(which: number, kind: "acknowledged" | "snoozed" | "assigned" | "maintenance"): void {
    const incident = this.incidents[which % Math.max(1, this.incidents.length)];
    if (!incident) return;
    const by = "U0MAYA0001";
    const until = instant(this.#now + 30 * minute);
    const event: IncidentEvent = {
      kind,
      at: instant(this.#now),
      by,
      to: by,
      until,
      reason: "A drill",
    };
    this.#put(after(incident, event));
  }

  #wait(milliseconds: number): void {
    this.#now += milliseconds;
    for (const incident of this.incidents) {
      const events = eventsDue(incident, start + this.#now, () => 0);
      const later = events.reduce(after, incident);
      if (events.length > 0) this.#put(later);
      if ((dueAt(later) ?? Infinity) <= start + this.#now) this.faults.push("it is due for ever");
    }
  }

  /** All that a new process has: what was kept. */
  #restart(): void {
    this.incidents = this.incidents.map(({ id, shared, channel, openedAt, events }) =>
      incidentOf({ id, shared, channel, openedAt }, structuredClone(events)),
    );
  }
}

const outages = (all: readonly Incident[], endpoint: string) =>
  all.flatMap(({ affected }) => affected.filter((outage) => outage.endpoint === endpoint));

/** How often an endpoint's changes turn from good to bad. */
function outagesOf(made: readonly Dated[], endpoint: string): number {
  const own = made.filter((change) => change.endpoint === endpoint);
  return own.filter(
    ({ transition }, at) =>
      !isGood(transition) && (at === 0 || isGood(own[at - 1]?.transition ?? transition)),
  ).length;
}

test("whatever happens in whatever order: no change is lost or doubled, and every incident ends with its endpoints", () => {
  fc.assert(
    fc.property(kinds, fc.array(step, { maxLength: 120, size: "max" }), (kindred, steps) => {
      const world = new World(ids.map((id, index) => kin(id, kindred[index])));
      for (const each of steps) {
        world.do(each);
        for (const id of ids) {
          expect(outages(world.incidents, id).filter(isOpen).length).toBeLessThanOrEqual(1);
        }
      }
      world.take();
      for (const id of ids) {
        expect([id, outages(world.incidents, id).some(isOpen)]).toEqual([id, world.isBad(id)]);
        expect([id, outages(world.incidents, id).length]).toEqual([id, outagesOf(world.made, id)]);
      }
      // Six minutes of good looks: what flaps is steady then too.
      for (let at = 0; at < 40; at += 1) for (const id of ids) world.look(id, "up");
      world.take();
      expect(world.faults).toEqual([]);
      expect(world.incidents.filter(({ endedAt }) => endedAt === null)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
