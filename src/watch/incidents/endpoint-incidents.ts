import type { Kysely } from "kysely";

import type { EndpointIncident } from "#model/timeline.ts";
import type { Database } from "#store/schema.ts";
import { recentIncidents } from "#watch/incidents/incident-rows.ts";

/** Every outage of an endpoint that went on at any time from one instant until another, in the order in which they began. */
export async function endpointIncidents(
  db: Kysely<Database>,
  from: Date,
  to: Date,
): Promise<EndpointIncident[]> {
  const [first, last] = [from.toISOString(), to.toISOString()];
  const incidents = await recentIncidents(db, from, to);
  return incidents
    .flatMap(({ affected }) => affected)
    .filter(({ since, until }) => since < last && (until === null || until >= first))
    .map(({ endpoint, since, until, condition, isFlapping }) => ({
      endpoint,
      from: since,
      to: until,
      state: isFlapping ? "flapping" : condition,
    }))
    .toSorted((one, other) => (one.from < other.from ? -1 : 1));
}
