import type { Transition } from "#model/endpoint-state.ts";
import type { Kin } from "#model/incident-kin.ts";
import { kinshipOf } from "#model/incident-kin.ts";
import { takeUp } from "#model/incident-intake.ts";
import type { Dated, Intake, Taken } from "#model/incident-intake.ts";
import type { Incident } from "#model/incident.ts";
import type { Condition, Observation } from "#model/observation.ts";

/** The instant at which everything here begins. */
export const start = Date.parse("2026-10-14T02:00:00.000Z");
export const second = 1000;
export const minute = 60 * second;

/** An instant so many milliseconds after the start. */
export function instant(after: number): string {
  return new Date(start + after).toISOString();
}

export function kin(id: string, more: Partial<Kin> = {}): Kin {
  return {
    id,
    provider: null,
    host: `${id}.example`,
    dependsOn: [],
    channel: null,
    interval: 10_000,
    ...more,
  };
}

export function saw(condition: Condition): Observation {
  return { condition, text: `It is ${condition}.`, milliseconds: 3 };
}

let lastId = 0;

/** A change of an endpoint, `at` milliseconds after the start. */
export function change(
  endpoint: string,
  kind: Transition["kind"] | "well",
  at: number,
  condition: Condition = "platform_down",
): Dated {
  const since = start + at - 8 * second;
  const transitions: Record<typeof kind, Transition> = {
    down: { kind: "down", since, condition },
    changed: { kind: "changed", since, condition },
    flapping: { kind: "flapping", since },
    up: { kind: "up", since, downSince: since - minute },
    steady: { kind: "steady", since, isUp: false },
    well: { kind: "steady", since, isUp: true },
  };
  const isUp = kind === "up" || kind === "well";
  const observation = saw(isUp ? "up" : condition);
  lastId += 1;
  return { id: lastId, endpoint, at: start + at, transition: transitions[kind], observation };
}

/** Takes up changes so many milliseconds after the start, with nothing said of them but their kin. */
export function taken(
  open: readonly Incident[],
  fresh: readonly Dated[],
  at: number,
  { kinds, ...more }: { readonly kinds: readonly Kin[] } & Partial<Intake>,
): Taken {
  let made = 0;
  return takeUp(open, fresh, {
    kinship: kinshipOf(new Map(kinds.map((one) => [one.id, one]))),
    channel: "C0WATCH01",
    ours: new Set(),
    isGuess: true,
    at: instant(at),
    now: start + at,
    newId: () => `incident ${at} ${(made += 1)}`,
    maintenance: () => null,
    isDown: () => false,
    ...more,
  });
}
