import { DateTime } from "luxon";

import type { Incident, IncidentEvent } from "#model/incident.ts";
import type { Outage } from "#model/loss-estimate.ts";

/** A time in which an endpoint was down, or turned to and fro; milliseconds of UTC. */
export interface IllTime {
  readonly endpoint: string;
  readonly from: number;
  readonly to: number;
  readonly isFlapping: boolean;
}

/** When endpoints of an incident were ill, up to an instant where they still are. */
export function illTimesOf({ events, endedAt }: Incident, now: number): IllTime[] {
  const open = new Map<string, { from: number; isFlapping: boolean }>();
  const found: IllTime[] = [];
  const close = (endpoint: string, to: number): void => {
    const begun = open.get(endpoint);
    open.delete(endpoint);
    if (begun && to > begun.from) found.push({ endpoint, to, ...begun });
  };
  for (const event of events) {
    if (!turns(event)) continue;
    const { endpoint, kind } = event;
    const since = millis(event.since);
    if (kind === "down" && open.get(endpoint)?.isFlapping === false) continue;
    close(endpoint, since);
    const isIll = kind === "down" || kind === "flapping" || (kind === "steady" && !event.isUp);
    if (isIll) open.set(endpoint, { from: since, isFlapping: kind === "flapping" });
  }
  const end = endedAt === null ? now : millis(endedAt);
  for (const endpoint of open.keys()) close(endpoint, end);
  return found;
}

function turns(
  event: IncidentEvent,
): event is Extract<IncidentEvent, { readonly kind: "down" | "up" | "flapping" | "steady" }> {
  return ["down", "up", "flapping", "steady"].includes(event.kind);
}

function millis(instant: string): number {
  return DateTime.fromISO(instant).toMillis();
}

/** What several endpoints lost between them: where two fail at once, it is lost once, by whichever fails more. */
export function unionOf(outages: readonly Outage[]): Outage[] {
  const edges = [...new Set(outages.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const united: Outage[] = [];
  for (const [index, to] of edges.slice(1).entries()) {
    const from = edges[index] ?? to;
    const [worst] = outages
      .filter((outage) => outage.from < to && outage.to > from)
      .sort((a, b) => b.share * (1 - b.retried) - a.share * (1 - a.retried));
    if (!worst) continue;
    const { share, retried } = worst;
    const before = united.at(-1);
    const goesOn = before?.to === from && before.share === share && before.retried === retried;
    if (before && goesOn) united[united.length - 1] = { ...before, to };
    else united.push({ from, to, share, retried });
  }
  return united;
}
