import type { Affected, Incident, IncidentEvent } from "#model/incident.ts";
import type { Loss } from "#model/loss.ts";

import { affiliateOps } from "../sandbox/open-sandbox.ts";

const incidentId = "01M7YKG6SMVWVTAA9M36YAQDT8";

/** An instant of the night it happened in: minutes after three. */
export function at(minutes: number): string {
  return new Date(Date.UTC(2026, 10, 20, 3, 0, minutes * 60)).toISOString();
}

/** An endpoint that fails. */
export function affected(endpoint: string, changes: Partial<Affected> = {}): Affected {
  return {
    endpoint,
    since: at(0),
    until: null,
    condition: "platform_down",
    text: "It answered 503 where 2xx is to be.",
    isFlapping: false,
    ...changes,
  };
}

export function down(endpoint: string, minutes = 0): IncidentEvent {
  const { since, condition, text } = affected(endpoint);
  return { at: at(minutes), kind: "down", endpoint, since, condition, text };
}

/** A night's incident of one endpoint; what is not said of it has not happened. */
export function incident(changes: Partial<Incident> = {}): Incident {
  return {
    id: incidentId,
    shared: { by: "endpoint", name: "payouts-api" },
    channel: affiliateOps,
    beganAt: at(0),
    openedAt: at(0.2),
    endedAt: null,
    affected: [affected("payouts-api")],
    acknowledged: null,
    assignee: null,
    snoozedUntil: null,
    maintenance: null,
    runs: [],
    loss: null,
    events: [down("payouts-api")],
    ...changes,
  };
}

/** What the outage of a program with this many expected conversions cost. */
export function loss(expected: number, changes: Partial<Loss> = {}): Loss {
  const of = (count: number) => ({
    likely: String(count),
    low: String(Math.floor(count * 0.8)),
    high: String(Math.ceil(count * 1.2)),
  });
  return {
    at: at(13),
    isCorrected: false,
    unknown: null,
    programs: [
      {
        program: "prg_creators",
        currency: "USD",
        expected: of(expected),
        recovered: 0,
        missing: of(expected),
        revenue: of(expected * 100),
        commission: of(expected * 10),
      },
    ],
    ...changes,
  };
}
