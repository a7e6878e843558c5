import { pino } from "pino";

import { loadProbes } from "#config.ts";
import type { Endpoint } from "#model/endpoint.ts";
import type { EndpointState } from "#model/endpoint-state.ts";
import { noState } from "#model/endpoint-state.ts";
import type { Incident } from "#model/incident.ts";
import type { Dated } from "#model/incident-intake.ts";
import type { Watching } from "#watch-settings.ts";
import { typedEndpoint } from "#watch/typed-endpoint.ts";
import { Incidents } from "#watch/incidents/incidents.ts";
import type { IncidentsParts } from "#watch/incidents/incidents.ts";
import { kin, start } from "../../model/incidents.ts";
import type { TestStore } from "../../slack/open-store.ts";

const kinds = await loadProbes();

export function endpoint(id: string, more: Partial<Endpoint> = {}): Endpoint {
  return { ...typedEndpoint(`https://${id}.example/`, kinds), ...kin(id), ...more };
}

export function watching(
  endpoints: readonly Endpoint[],
  ownConnectivity: Watching["ownConnectivity"] = [],
): Pick<Watching, "endpoints" | "channel" | "ownConnectivity"> {
  const byId = new Map(endpoints.map((one) => [one.id, one]));
  return { endpoints: byId, channel: "C0WATCH01", ownConnectivity };
}

/** Incidents over a store by a clock that stands where it is put, and everything they told. */
export function incidentsOn(
  store: TestStore,
  given: IncidentsParts["watching"],
  tellers: IncidentsParts["tellers"] = [],
) {
  const told: Incident[] = [];
  const clock = { at: start };
  const incidents = new Incidents({
    store,
    watching: given,
    tellers: [{ changed: async (_, incident) => void told.push(incident) }, ...tellers],
    log: pino({ level: "silent" }),
    now: () => new Date(clock.at),
  });
  return {
    incidents,
    told,
    /** Goes on, as often as there is something to do, until so many milliseconds after the start. */
    until: async (after: number): Promise<void> => {
      while (clock.at < start + after) {
        const pause = await incidents.tick();
        clock.at = Math.min(start + after, clock.at + Math.max(pause, 500));
      }
      await incidents.tick();
    },
  };
}

/** Writes changes as the watch does, with the states they leave. */
export async function happen(
  { transaction }: TestStore,
  changes: readonly Dated[],
  state: Partial<EndpointState> = {},
): Promise<void> {
  await transaction(async (trx) => {
    for (const { endpoint: id, at, transition, observation } of changes) {
      const row = {
        state: JSON.stringify({ ...noState, ...state }),
        looked_at: new Date(at),
      };
      await trx
        .insertInto("endpoint")
        .values({ id, ...row })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
        .execute();
      await trx
        .insertInto("endpoint_transition")
        .values({
          endpoint: id,
          at: new Date(at),
          transition: JSON.stringify(transition),
          observation: JSON.stringify(observation),
        })
        .execute();
    }
  });
}
