import type { Kysely } from "kysely";

import type { Endpoint } from "#model/endpoint.ts";
import { usualHistory } from "#model/history.ts";
import type { Incident } from "#model/incident.ts";
import { maintenanceAt } from "#model/maintenance.ts";
import type { UnderMaintenance } from "#model/maintenance.ts";
import { isBlind } from "#model/observation.ts";
import type { Tally } from "#model/tally.ts";
import type { GivenPicture } from "#slack/give-picture.ts";
import type { Standing } from "#slack/home-entries.ts";
import { incidentKey } from "#slack/incident-teller.ts";
import type { Database } from "#store/schema.ts";
import { readEndpoints } from "#watch/endpoint-rows.ts";
import type { EndpointRow } from "#watch/endpoint-rows.ts";
import { totalsOf } from "#watch/history/read.ts";
import { declaredBy } from "#watch/incidents/declared.ts";
import { openIncidents } from "#watch/incidents/incident-rows.ts";
import type { Watching } from "#watch-settings.ts";

/** How an endpoint stands, from the worst to the least. */
export const standings = [
  "down",
  "flapping",
  "suspect",
  "unknown",
  "maintained",
  "paused",
  "new",
  "up",
] as const;

/** An endpoint as it stands, and how the last 24 hours were. */
export interface EndpointStanding {
  readonly endpoint: Endpoint;
  readonly standing: (typeof standings)[number];
  /** Null where it was never looked at, nor told anything. */
  readonly row: EndpointRow | null;
  readonly maintenance: UnderMaintenance | null;
  /** Null where nothing is known of them. */
  readonly day: Tally | null;
}

const dayLong = 86_400_000;

/** How endpoints stand, worst first; all of them, unless some are named. */
export async function standingsOf(
  db: Kysely<Database>,
  { endpoints, keep = usualHistory.keep }: Pick<Watching, "endpoints" | "keep">,
  { now, only }: { readonly now: Date; readonly only?: readonly string[] },
): Promise<EndpointStanding[]> {
  const ids = only ?? [...endpoints.keys()];
  const rows = await readEndpoints(db, ids);
  const said = await declaredBy(db, now);
  const window = { from: now.getTime() - dayLong, to: now.getTime() };
  const days = await totalsOf({ ...window, endpoints: ids }, { db, keep, now: window.to });
  const all = ids.flatMap((id): EndpointStanding[] => {
    const endpoint = endpoints.get(id);
    if (!endpoint) return [];
    const row = rows.get(id) ?? null;
    const maintenance = maintenanceAt(endpoint, said.get(id) ?? [], now.getTime());
    const standing = standingOf(row, maintenance !== null);
    return [{ endpoint, standing, row, maintenance, day: days.get(id) ?? null }];
  });
  const rank = ({ standing }: EndpointStanding): number => standings.indexOf(standing);
  return all.toSorted((a, b) => rank(a) - rank(b));
}

function standingOf(row: EndpointRow | null, isMaintained: boolean): EndpointStanding["standing"] {
  if (row?.pausedBy) return "paused";
  if (!row?.observation) return "new";
  const { state, observation } = row;
  const isIll = state.downSince !== null || state.standing === "flapping";
  if (isIll && isMaintained) return "maintained";
  if (state.standing === "flapping") return "flapping";
  if (state.downSince !== null) return "down";
  if (state.standing === "suspect") return "suspect";
  return isBlind(observation.condition) ? "unknown" : "up";
}

/** An incident that goes on, and where it is told. */
export interface StandingIncident {
  readonly incident: Incident;
  /** Null before it is posted. */
  readonly at: Standing | null;
}

/** How all endpoints stand, and what goes on. */
export interface EndpointBoard {
  /** Worst first. */
  readonly endpoints: readonly EndpointStanding[];
  /** Oldest first. */
  readonly incidents: readonly StandingIncident[];
  /** Their last day. */
  readonly picture?: GivenPicture | null;
}

/** How all endpoints stand, and the incidents that go on with where they are told. */
export async function endpointBoardOf(
  db: Kysely<Database>,
  watching: Pick<Watching, "endpoints" | "keep">,
  now: Date,
): Promise<EndpointBoard> {
  if (watching.endpoints.size === 0) return { endpoints: [], incidents: [] };
  const endpoints = await standingsOf(db, watching, { now });
  const incidents = await openIncidents(db);
  if (incidents.length === 0) return { endpoints, incidents: [] };
  const rows = await db
    .selectFrom("outbox")
    .select(["key", "channel", "message_ts"])
    .where(
      "key",
      "in",
      incidents.map(({ id }) => incidentKey(id)),
    )
    .execute();
  const places = new Map(rows.map(({ key, channel, message_ts: ts }) => [key, { channel, ts }]));
  return {
    endpoints,
    incidents: incidents.map((incident) => {
      const { channel = "", ts = null } = places.get(incidentKey(incident.id)) ?? {};
      return { incident, at: ts === null ? null : { channel, ts } };
    }),
  };
}
