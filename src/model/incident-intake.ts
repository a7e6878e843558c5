import { Grouped, isGood } from "#model/incident-grouping.ts";
import type { Fresh, Grouping } from "#model/incident-grouping.ts";
import type { Incident } from "#model/incident.ts";

/** What is to be known to say of which changes people hear, and when. */
export interface Intake extends Grouping {
  /** Milliseconds of UTC. */
  readonly now: number;
  /** When maintenance of an endpoint ends that goes on at an instant; null where there is none. */
  readonly maintenance: (endpoint: string, at: number) => number | null;
  /** True of an endpoint that does not work now, whether people know of it or not. */
  readonly isDown: (endpoint: string) => boolean;
}

/** A change with the instant of the look that made it, in milliseconds of UTC. */
export type Dated = Fresh & { readonly at: number };

/** What becomes of changes. */
export interface Taken {
  /** Those that changed, and those that are new. */
  readonly incidents: readonly Incident[];
  /** Those to be taken up again at an instant, by their ids. */
  readonly deferred: ReadonlyMap<number, number>;
  /** Endpoints that are well again, by the id of that change: what was put off of them before is nobody's news. */
  readonly well: ReadonlyMap<string, number>;
}

/** Takes up changes of endpoints: each is laid on an incident, opens one, is put off until maintenance is over, or is nobody's news. */
export function takeUp(open: readonly Incident[], fresh: readonly Dated[], intake: Intake): Taken {
  const grouped = new Grouped(open, intake);
  const deferred = new Map<number, number>();
  const well = new Map<string, number>();
  for (const one of inRounds(fresh, intake)) {
    const isKnown = grouped.go(one);
    if (isGood(one.transition)) well.set(one.endpoint, one.id);
    if (isKnown || isGood(one.transition)) continue;
    if (hasPassed(one, fresh, intake)) continue;
    const until = silentUntil(one.endpoint, intake);
    if (until === null) grouped.open(one);
    else deferred.set(one.id, until);
  }
  const before = new Set(open);
  return { incidents: grouped.all.filter((one) => !before.has(one)), deferred, well };
}

/** The first change of each endpoint, then the second of each: what fails together meets, though it be over already. What others depend on comes first. */
function inRounds(fresh: readonly Dated[], { kinship }: Intake): readonly Dated[] {
  const rounds: Dated[][] = [];
  const seen = new Map<string, number>();
  for (const one of fresh) {
    const round = seen.get(one.endpoint) ?? 0;
    seen.set(one.endpoint, round + 1);
    (rounds[round] ??= []).push(one);
  }
  const depth = ({ endpoint }: Dated): number => kinship.needs.get(endpoint)?.size ?? 0;
  return rounds.flatMap((round) => round.toSorted((a, b) => depth(a) - depth(b) || a.id - b.id));
}

/** True of an outage that began and ended within maintenance, all of it in the past. */
function hasPassed({ id, endpoint, at }: Dated, fresh: readonly Dated[], intake: Intake): boolean {
  const until = intake.maintenance(endpoint, at);
  if (until === null) return false;
  return fresh.some(
    (other) =>
      other.id > id && other.endpoint === endpoint && isGood(other.transition) && other.at <= until,
  );
}

/** When people are to hear of an endpoint's outage; null for at once. What is down because something in maintenance is down waits with it. */
function silentUntil(endpoint: string, intake: Intake): number | null {
  const { maintenance, now, isDown, kinship } = intake;
  const own = maintenance(endpoint, now);
  if (own !== null) return own;
  const ends = [...(kinship.needs.get(endpoint) ?? [])]
    .filter(isDown)
    .flatMap((other) => maintenance(other, now) ?? []);
  return ends.length === 0 ? null : Math.max(...ends);
}
