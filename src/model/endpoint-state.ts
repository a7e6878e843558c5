import { isBlind } from "#model/observation.ts";
import type { Condition } from "#model/observation.ts";

/** Where an endpoint stands; `suspect` and `recovering` wait for their confirmation. */
export type Standing = "new" | "up" | "suspect" | "down" | "recovering" | "flapping";

/** All that decides what the next look means; plain values, kept over restarts. Instants are milliseconds of UTC. */
export interface EndpointState {
  readonly standing: Standing;
  /** Of the last look that told something. */
  readonly condition: Condition;
  /** When the looks alike that end with the last one began. */
  readonly since: number;
  /** Looks that have confirmed the change so far. */
  readonly confirmed: number;
  /** When the outage that people know of began; null when they know of none. */
  readonly downSince: number | null;
  /** When looks turned from good to bad or back, within the last ten minutes. */
  readonly flips: readonly number[];
  /** Good looks since a failure that was not confirmed; null where there was none lately. */
  readonly goodAfterFailure?: number | null;
}

/** One look, at the instant it began. */
export interface Seen {
  readonly at: number;
  readonly condition: Condition;
}

/** What people are to hear of. */
export type Transition =
  /** `since` is back-dated to the first look that failed. */
  | { readonly kind: "down"; readonly since: number; readonly condition: Condition }
  /** The outage goes on for another reason. */
  | { readonly kind: "changed"; readonly since: number; readonly condition: Condition }
  | { readonly kind: "up"; readonly since: number; readonly downSince: number }
  | { readonly kind: "flapping"; readonly since: number }
  | { readonly kind: "steady"; readonly since: number; readonly isUp: boolean };

/** What a look comes to: the state after it, what is to be said, and when to look again before the interval is over. */
export interface Judgement {
  readonly state: EndpointState;
  readonly transition: Transition | null;
  /** Milliseconds of UTC; null for the usual interval. */
  readonly lookAgainAt: number | null;
}

export const noState: EndpointState = {
  standing: "new",
  condition: "unknown",
  since: 0,
  confirmed: 0,
  downSince: null,
  flips: [],
};

/** Milliseconds after the first look that differs, at which it is confirmed on a new connection. */
const confirmations = [1000, 3000, 8000] as const;
const minute = 60_000;
/** So many turns within ten minutes are flapping; it has ended when there was none for five. */
const flapping = { turns: 6, within: 10 * minute, calm: 5 * minute };
/** A single failure with so many good looks after it is chance, not flapping: of looks each second some always fail. */
const chance = 5;

/** Judges one look: an outage and its end are believed after three more looks agree; what tells nothing changes nothing. */
export function judgeLook(before: EndpointState, { at, condition }: Seen): Judgement {
  // Our own quota or blindness says nothing of the endpoint.
  if (isBlind(condition)) {
    return { state: before, transition: null, lookAgainAt: null };
  }
  const isUp = condition === "up";
  const isTurn = before.standing !== "new" && isUp !== (before.condition === "up");
  const since = isTurn || before.standing === "new" ? at : before.since;
  const seen: EndpointState = { ...before, condition, since, ...turnsOf(before, at, isUp, isTurn) };
  const { flips } = seen;
  if (before.standing === "flapping") return whileFlapping(seen, at);
  if (flips.length >= flapping.turns) {
    const state = { ...seen, standing: "flapping" as const, confirmed: 0 };
    return { state, transition: { kind: "flapping", since: flips[0] ?? at }, lookAgainAt: null };
  }
  return isUp ? whenUp(before, seen, at) : whenBad(before, seen, at);
}

/** When it turned, without the two turns of a failure that stood alone. */
function turnsOf(
  before: EndpointState,
  at: number,
  isUp: boolean,
  isTurn: boolean,
): Pick<EndpointState, "flips" | "goodAfterFailure"> {
  const flips = [...before.flips, ...(isTurn ? [at] : [])].filter(
    (flip) => flip > at - flapping.within,
  );
  if (!isUp) return { flips, goodAfterFailure: null };
  if (isTurn) return { flips, goodAfterFailure: before.standing === "suspect" ? 1 : null };
  const good = before.goodAfterFailure ?? null;
  if (good === null) return { flips, goodAfterFailure: null };
  if (good + 1 < chance) return { flips, goodAfterFailure: good + 1 };
  return { flips: flips.slice(0, -2), goodAfterFailure: null };
}

function whenUp(before: EndpointState, seen: EndpointState, at: number): Judgement {
  if (before.downSince === null) {
    return {
      state: { ...seen, standing: "up", confirmed: 0 },
      transition: null,
      lookAgainAt: null,
    };
  }
  const confirmed = before.standing === "recovering" ? before.confirmed + 1 : 0;
  if (confirmed < confirmations.length) return confirming(seen, "recovering", confirmed, at);
  const { since } = seen;
  return {
    state: { ...seen, standing: "up", confirmed: 0, downSince: null },
    transition: { kind: "up", since, downSince: before.downSince },
    lookAgainAt: null,
  };
}

function whenBad(before: EndpointState, seen: EndpointState, at: number): Judgement {
  const { since, condition } = seen;
  if (before.downSince !== null) {
    const hasChanged = before.standing === "down" && before.condition !== condition;
    return {
      state: { ...seen, standing: "down", confirmed: 0 },
      transition: hasChanged ? { kind: "changed", since: at, condition } : null,
      lookAgainAt: null,
    };
  }
  const confirmed = before.standing === "suspect" ? before.confirmed + 1 : 0;
  if (confirmed < confirmations.length) return confirming(seen, "suspect", confirmed, at);
  return {
    state: { ...seen, standing: "down", confirmed: 0, downSince: since },
    transition: { kind: "down", since, condition },
    lookAgainAt: null,
  };
}

function confirming(
  seen: EndpointState,
  standing: "suspect" | "recovering",
  confirmed: number,
  at: number,
): Judgement {
  const due = seen.since + (confirmations[confirmed] ?? 0);
  return {
    state: { ...seen, standing, confirmed },
    transition: null,
    lookAgainAt: Math.max(due, at + 1),
  };
}

/** One word when it begins and one when it ends, however often it turned between. */
function whileFlapping(seen: EndpointState, at: number): Judgement {
  const last = seen.flips.at(-1) ?? seen.since;
  if (at - last < flapping.calm) return { state: seen, transition: null, lookAgainAt: null };
  const isUp = seen.condition === "up";
  const { since } = seen;
  return {
    state: {
      ...seen,
      standing: isUp ? "up" : "down",
      flips: [],
      downSince: isUp ? null : (seen.downSince ?? since),
    },
    transition: { kind: "steady", since, isUp },
    lookAgainAt: null,
  };
}
