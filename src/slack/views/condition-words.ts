import type { Affected } from "#model/incident.ts";
import { isBlind } from "#model/observation.ts";
import type { Condition } from "#model/observation.ts";

/** What a condition is called, and whose it is to mend. */
interface ConditionWords {
  /** Of one endpoint, and of several. */
  readonly does: readonly [one: string, several: string];
  readonly cause: string;
}

export const conditionWords: Readonly<Record<Condition, ConditionWords>> = {
  up: { does: ["is up", "are up"], cause: "Nothing is wrong." },
  platform_down: {
    does: ["is down", "are down"],
    cause: "Their side is down: nothing of ours to mend.",
  },
  credential: {
    does: ["refuses our credential", "refuse our credential"],
    cause: "Our side: the credential is refused, renew it.",
  },
  permission: {
    does: ["forbids what we ask", "forbid what we ask"],
    cause: "Our side: the credential lacks a permission.",
  },
  wrong_endpoint: {
    does: ["is not at its address", "are not at their address"],
    cause: "The address is wrong, or they moved it.",
  },
  throttled: {
    does: ["has our quota used up", "have our quota used up"],
    cause: "Our quota is used up; the platform may be well.",
  },
  application_error: {
    does: ["answers with an error", "answer with an error"],
    cause: "They answer, but not with what must be there.",
  },
  stale: {
    does: ["brings nothing new", "bring nothing new"],
    cause: "They answer, but records have stopped coming in.",
  },
  unknown: { does: ["cannot be looked at", "cannot be looked at"], cause: "Nothing can be told." },
};

/** Told apart by shape, too; what says nothing of the endpoint is no failure of it. */
export function conditionMark(condition: Condition): string {
  if (condition === "up") return "✅";
  return isBlind(condition) ? "❔" : "🔴";
}

const flapping = ["keeps going up and down", "keep going up and down"] as const;

/** What endpoints that are not well do, in one verb; `one` where the sentence speaks of one thing. */
export function whatTheyDo(affected: readonly Affected[], one: boolean): string {
  const [first] = affected;
  const form = one ? 0 : 1;
  if (!first) return conditionWords.up.does[form];
  if (affected.every(({ isFlapping }) => isFlapping)) return flapping[form];
  const same = affected.every(({ condition }) => condition === first.condition);
  if (same) return conditionWords[first.condition].does[form];
  return one ? "fails" : "fail";
}
