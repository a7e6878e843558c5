import fc from "fast-check";
import { expect, test } from "vitest";

import { conditions } from "#model/observation.ts";
import type { Condition } from "#model/observation.ts";
import { judgeLook, noState } from "#model/endpoint-state.ts";
import type { EndpointState, Transition } from "#model/endpoint-state.ts";

const second = 1000;

/** Looks every ten seconds, or sooner where one is to be confirmed, until the conditions are used up. */
function looks(seen: readonly Condition[], start = 0) {
  let state: EndpointState = noState;
  let at = start;
  const transitions: (Transition & { at: number })[] = [];
  for (const condition of seen) {
    const judged = judgeLook(state, { at, condition });
    ({ state } = judged);
    if (judged.transition) transitions.push({ ...judged.transition, at });
    at = judged.lookAgainAt ?? at + 10 * second;
  }
  return { state, transitions };
}

test("an outage is said eight seconds after its first failed look, and dated from it", () => {
  const bad = Array.from<Condition>({ length: 6 }).fill("platform_down");

  expect(looks(["up", ...bad]).transitions).toEqual([
    { kind: "down", since: 10_000, condition: "platform_down", at: 18_000 },
  ]);
});

test("one lost packet is said nothing of", () => {
  expect(looks(["up", "platform_down", "up", "up", "platform_down", "up"]).transitions).toEqual([]);
});

test("an endpoint that is down from the first look is said to be down", () => {
  expect(looks(["credential", "credential", "credential", "credential"]).transitions).toMatchObject(
    [{ kind: "down", since: 0, condition: "credential" }],
  );
});

test("recovery is confirmed in the same way, and dated from the first good look", () => {
  const bad = Array.from<Condition>({ length: 4 }).fill("platform_down");
  const { transitions } = looks([...bad, "up", "platform_down", "up", "up", "up", "up"]);

  expect(transitions.map(({ kind }) => kind)).toEqual(["down", "up"]);
  expect(transitions[1]).toMatchObject({ downSince: 0, since: 29_000, at: 37_000 });
});

test("an outage that goes on for another reason says so once", () => {
  const { transitions } = looks([
    ...Array.from<Condition>({ length: 4 }).fill("platform_down"),
    "credential",
    "credential",
  ]);

  expect(transitions.map(({ kind }) => kind)).toEqual(["down", "changed"]);
});

test("our own quota and blindness neither begin nor end an outage", () => {
  const bad = Array.from<Condition>({ length: 4 }).fill("platform_down");
  const { state, transitions } = looks([...bad, "throttled", "unknown", "throttled"]);

  expect(transitions.map(({ kind }) => kind)).toEqual(["down"]);
  expect(state.standing).toBe("down");
});

test("one that turns at every look is flapping: said once when it begins, once when it ends", () => {
  const turning = Array.from({ length: 40 }, (_, index): Condition =>
    index % 2 === 0 ? "up" : "platform_down",
  );
  const calm = Array.from<Condition>({ length: 40 }).fill("up");

  expect(looks([...turning, ...calm]).transitions.map(({ kind }) => kind)).toEqual([
    "flapping",
    "steady",
  ]);
});

test("failures that stand alone are chance and said nothing of, however often one looks; those close together are not", () => {
  const alone = ["platform_down", "up", "up", "up", "up", "up"] as const;
  const close = ["platform_down", "up", "up"] as const;
  const often = (some: readonly Condition[]): Condition[] => ["up", ...Array(20).fill(some).flat()];

  expect(looks(often(alone)).transitions).toEqual([]);
  expect(looks(often(close)).transitions.map(({ kind }) => kind)).toEqual(["flapping"]);
});

test("outages that come and go are flapping, however long each of them is confirmed", () => {
  const long = (condition: Condition): Condition[] => Array<Condition>(8).fill(condition);
  const turning = Array.from({ length: 8 }, (_, index) =>
    long(index % 2 === 0 ? "up" : "platform_down"),
  );

  expect(looks(turning.flat()).transitions.at(-1)?.kind).toBe("flapping");
});

test("whatever is seen, what is said alternates: no end without a beginning, no beginning twice", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...conditions), { maxLength: 200 }), (seen) => {
      const { state, transitions } = looks(seen);
      let isKnown = false;
      for (const transition of transitions) {
        const { kind, since, at } = transition;
        const wanted = { down: false, up: true, changed: true }[kind as string] ?? isKnown;
        expect(isKnown).toBe(wanted);
        if (kind === "down") isKnown = true;
        if (kind === "up") isKnown = false;
        if (kind === "steady") isKnown = !transition.isUp;
        expect(since).toBeLessThanOrEqual(at);
      }
      const { standing, downSince } = state;
      expect(standing === "flapping" ? isKnown : downSince !== null).toBe(isKnown);
      // What is kept over a restart is all there is.
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    }),
  );
});
