import type { Kysely } from "kysely";

import type { EndpointState } from "#model/endpoint-state.ts";
import type { Observation } from "#model/observation.ts";
import type { Database } from "#store/schema.ts";

/** What is known of an endpoint, as it was last written. */
export interface EndpointRow {
  readonly id: string;
  readonly state: EndpointState;
  /** Null before the first look. */
  readonly observation: Observation | null;
  readonly lookedAt: Date | null;
  /** Slack user id of who paused it; null while it is looked at. */
  readonly pausedBy: string | null;
}

/** What is known of endpoints, by their id. */
export async function readEndpoints(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, EndpointRow>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("endpoint")
    .select(["id", "state", "observation", "looked_at", "paused_by"])
    .where("id", "in", ids)
    .execute();
  return new Map(
    rows.map(({ id, state, observation, looked_at: lookedAt, paused_by: pausedBy }) => [
      id,
      { id, state, observation, lookedAt, pausedBy },
    ]),
  );
}
