import type { Kinship } from "#model/incident-kin.ts";
import type { Observation } from "#model/observation.ts";

/** An endpoint that has just been confirmed to be down. */
export interface Failing {
  readonly endpoint: string;
  readonly observation: Observation;
}

/** So many platforms that have nothing to do with each other seldom go at once. */
const strangers = 3;

/** True of a look that never came to a connection: its name was not found, or nobody answered. */
export function isUnreached({ condition, phases }: Observation): boolean {
  return condition === "platform_down" && phases !== undefined && phases.connect === null;
}

/**
 * The endpoints of which our own connection is the likely fault, because several platforms cannot be reached at once by
 * any of their endpoints.
 */
export function likelyOurs(
  failing: readonly Failing[],
  { endpoints }: Kinship,
  /** True of one that was seen well since the first of these failed. */
  isWell: (endpoint: string) => boolean,
): ReadonlySet<string> {
  const unreached = failing.filter(({ observation }) => isUnreached(observation));
  const ids = new Set(unreached.map(({ endpoint }) => endpoint));
  const platformOf = (id: string): string | null =>
    endpoints.get(id)?.provider ?? endpoints.get(id)?.host ?? null;
  const alive = [...endpoints.keys()].filter((id) => !ids.has(id) && isWell(id)).map(platformOf);
  const gone = new Set([...ids].map(platformOf)).difference(new Set([null, ...alive]));
  if (gone.size < strangers) return new Set();
  return new Set([...ids].filter((id) => gone.has(platformOf(id))));
}
