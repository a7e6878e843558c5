import { expect, vi } from "vitest";

import type { DateTime } from "luxon";

import { incidentOf } from "#model/incident-fold.ts";
import type { Incident } from "#model/incident.ts";
import type { Loss } from "#model/loss.ts";
import type { Store } from "#store/store.ts";
import { keep, readIncident } from "#watch/incidents/incident-rows.ts";
import { began } from "./program.ts";

export const id = "01K5A0000000000000000000AA";
export const patient = { timeout: 15_000, interval: 50 };
const told = { condition: "platform_down", text: "nobody answers." } as const;

/** An incident of endpoints that are down since the outage began, as the watch would open it. */
export async function opened(
  store: Store,
  now: DateTime,
  ...endpoints: readonly string[]
): Promise<void> {
  const since = began.toISO() ?? "";
  const at = now.toISO() ?? "";
  const events = endpoints.map((endpoint) => ({
    kind: "down" as const,
    at,
    endpoint,
    since,
    ...told,
  }));
  const opening = { id, shared: { by: "host" as const, name: "t.example" }, channel: null };
  await store.transaction(async (trx) => {
    const incident = incidentOf({ ...opening, openedAt: at }, events);
    await keep(trx, incident, { known: 0, tellAt: null });
  });
}

/** What has been estimated so far, once there are so many. */
export async function estimated(store: Store, count: number): Promise<Loss[]> {
  return vi.waitFor(async () => {
    const found = lossesIn(await readIncident(store.db, id));
    expect(found.length).toBeGreaterThanOrEqual(count);
    return found;
  }, patient);
}

export function lossesIn(incident: Incident | null): Loss[] {
  return (incident?.events ?? []).flatMap((event) => (event.kind === "loss" ? [event.loss] : []));
}
