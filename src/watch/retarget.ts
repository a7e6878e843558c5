import { noState } from "#model/endpoint-state.ts";
import type { EndpointState } from "#model/endpoint-state.ts";
import type { Endpoint } from "#model/endpoint.ts";

/** Settings that say what is looked at, whatever is asserted of it. */
const addressed = ["url", "preset", "account", "path", "host", "name", "type", "server", "steps"];

/** Whether two endpoints of one id look at the same thing in the same way. */
export function isSameTarget(one: Endpoint, other: Endpoint): boolean {
  return targetOf(one) === targetOf(other);
}

/**
 * What is left of a state when its endpoint looks at something else from now on: what it has begun to confirm is forgotten,
 * an outage that people know of is not, for they are to hear of its end.
 */
export function retargeted(state: EndpointState): EndpointState {
  if (state.downSince !== null || state.standing === "flapping") return state;
  return noState;
}

function targetOf({ kind, dataset, source, settings }: Endpoint): string {
  const given = settings as Readonly<Record<string, unknown>>;
  return JSON.stringify([kind, dataset, source, ...addressed.map((field) => given[field])]);
}
