import type { Endpoint } from "#model/endpoint.ts";
import type { Observation } from "#model/observation.ts";
import type { Incidents } from "#watch/incidents/incidents.ts";

/** What answering people needs of the watch. */
export interface WatchDesk {
  readonly incidents: Pick<Incidents, "act">;
  /** One look, now; it is judged by nobody. */
  readonly look: (endpoint: Endpoint) => Promise<Observation>;
}
