import { weeksLearned } from "#model/arrivals.ts";
import type { Hours } from "#model/arrivals.ts";
import { median } from "#model/baseline.ts";
import { clockHours } from "#model/clock-hours.ts";
import type { ClockHours } from "#model/clock-hours.ts";

/** A span of an outage, in milliseconds of UTC. */
export interface Outage {
  readonly from: number;
  readonly to: number;
  /** The share of looks that failed: 1 of what is down. */
  readonly share: number;
  /** The share of what failed that comes again by itself, later. */
  readonly retried: number;
}

/** How many records an outage probably cost. */
export interface LostCount {
  readonly mean: number;
  /** How sure that is: the variance beyond chance, in squares of the mean. */
  readonly doubt: number;
  /** What came through all the same, where not every look failed. */
  readonly passed: number;
}

/** Why nothing is to be expected by: the records begin too late, or end long before the outage. */
export interface Untold {
  readonly untold: "young" | "stale";
}

/** How records came in before an outage. */
export interface Past {
  readonly hours: Hours;
  /** The hour of the first record, which may have begun within it: hours since 1970 in UTC. */
  readonly first: number;
  /** On whose clock the hours of the week are. */
  readonly timezone: string;
  /** Outages before this one: what they brought says nothing of what is usual. */
  readonly ill?: readonly Pick<Outage, "from" | "to">[];
}

const hour = 3_600_000;
const [day, week] = [24, 168];
/** Hours before an outage that tell how good its day was. */
const lately = 12;
const fewestWeeks = 4;
/** Records that are seen weigh as much as the level of the week before. */
const weight = 50;
/** Where so many were to be expected and none came, the records end before the outage, or it began before it was seen. */
const mostSilent = 20;
/** Beneath so many, a median of whole numbers is too coarse. */
const fewest = 10;

interface WeighedHour {
  readonly hour: number;
  readonly weight: number;
}

/**
 * What the same hours of the week usually bring, times how the hours and the week before it compare with theirs. How far that
 * would have missed, had the outage been on each of the days before, is its doubt.
 */
export function lostIn(outages: readonly Outage[], past: Past): LostCount | Untold {
  const began = Math.min(...outages.map(({ from }) => from));
  const last = Math.floor(began / hour);
  if (outages.length === 0 || last - past.first - 1 < fewestWeeks * week)
    return { untold: "young" };
  const clock = clockHours(past.hours, {
    first: Math.max(past.first + 1, last - (weeksLearned + 1) * week),
    end: last,
    timezone: past.timezone,
    isIll: overlapping(past.ill ?? []),
  });
  if (usualIn(silenceBefore(clock), clock) > mostSilent) return { untold: "stale" };
  const spans = (share: (outage: Outage) => number): WeighedHour[] =>
    weighed(outages, share).map(({ hour: at, weight: part }) => ({
      hour: clock.of(at),
      weight: part,
    }));
  const lost = spans(({ share, retried }) => share * (1 - retried));
  const level = levelBefore(clock.end, clock);
  return {
    mean: level * usualIn(lost, clock),
    passed:
      level *
      usualIn(
        spans(({ share }) => 1 - share),
        clock,
      ),
    doubt: doubtOf(lost, clock),
  };
}

/** The hours before an outage in which nothing came in. */
function silenceBefore(clock: ClockHours): WeighedHour[] {
  const silent: WeighedHour[] = [];
  for (let at = clock.end - 1; at >= clock.first && !clock.at(at); at -= 1) {
    if (clock.at(at) === 0) silent.push({ hour: at, weight: 1 });
  }
  return silent;
}

/** Each hour of UTC that outages touch, and how much of it. */
function weighed(outages: readonly Outage[], share: (outage: Outage) => number): WeighedHour[] {
  const parts = new Map<number, number>();
  for (const outage of outages) {
    for (let at = Math.floor(outage.from / hour); at * hour < outage.to; at += 1) {
      const length = Math.min(outage.to, (at + 1) * hour) - Math.max(outage.from, at * hour);
      parts.set(at, (parts.get(at) ?? 0) + (share(outage) * length) / hour);
    }
  }
  return [...parts].map(([at, part]) => ({ hour: at, weight: part }));
}

function overlapping(ill: readonly Pick<Outage, "from" | "to">[]): (utcHour: number) => boolean {
  return (at) => ill.some(({ from, to }) => from < (at + 1) * hour && to > at * hour);
}

/** What hours of the clock usually bring: their mean over the other weeks, times what the week in the middle has of it. */
function usualIn(hours: readonly WeighedHour[], clock: ClockHours): number {
  const inWeeks = new Map<number, { brought: number; mean: number }>();
  let usual = 0;
  for (const { hour: at, weight: part } of hours) {
    const others = otherWeeks(at, clock);
    const mean = others.reduce((sum, { count }) => sum + count, 0) / Math.max(1, others.length);
    usual += part * mean;
    for (const { weeks, count } of others) {
      const known = inWeeks.get(weeks) ?? { brought: 0, mean: 0 };
      known.brought += part * count;
      known.mean += part * mean;
      inWeeks.set(weeks, known);
    }
  }
  if (usual < fewest) return usual;
  // A week of which hardly anything is known has no say.
  const known = [...inWeeks.values()].filter(({ mean }) => mean > usual / 2);
  return known.length === 0
    ? usual
    : usual * median(known.map(({ brought, mean }) => brought / mean));
}

/** The same hour of the week in the weeks before and, of one in the past, after. */
function otherWeeks(at: number, clock: ClockHours): { weeks: number; count: number }[] {
  const found: { weeks: number; count: number }[] = [];
  for (let weeks = -weeksLearned; weeks <= weeksLearned; weeks += 1) {
    const count = weeks === 0 ? null : clock.at(at + weeks * week);
    if (count !== null) found.push({ weeks, count });
  }
  return found;
}

/** How the hours before compare with the same hours of other weeks: the last of them where they say enough, else their week. */
function levelBefore(at: number, clock: ClockHours): number {
  const towards = (hours: number, level: number): number => {
    const before = knownBetween(at - hours, at, clock);
    const seen = before.reduce((sum, { count }) => sum + count, 0);
    const usual = usualIn(before, clock);
    return Math.min(2, Math.max(0.5, (seen + weight * level) / (usual + weight)));
  };
  return towards(lately, towards(week, 1));
}

function knownBetween(
  from: number,
  to: number,
  clock: ClockHours,
): (WeighedHour & { readonly count: number })[] {
  const known: (WeighedHour & { readonly count: number })[] = [];
  for (let at = from; at < to; at += 1) {
    const count = clock.at(at);
    if (count !== null) known.push({ hour: at, weight: 1, count });
  }
  return known;
}

/** By how much more than chance the same estimate would have missed on the days before, in squares of what it expected. */
function doubtOf(hours: readonly WeighedHour[], clock: ClockHours): number {
  const starts = Math.min(...hours.map(({ hour: at }) => at));
  const misses: { square: number; chance: number; expected: number }[] = [];
  for (let back = day; starts - back - week >= clock.first; back += day) {
    const moved = hours.map(({ hour: at, weight: part }) => ({ hour: at - back, weight: part }));
    const counts = moved.map(({ hour: at }) => clock.at(at));
    if (counts.includes(null)) continue;
    const level = levelBefore(starts - back, clock);
    const expected = level * usualIn(moved, clock);
    if (expected === 0) continue;
    let [brought, chance] = [0, 0];
    for (const [index, { weight: part }] of moved.entries()) {
      brought += part * (counts[index] ?? 0);
      chance += part * part * (counts[index] ?? 0);
    }
    misses.push({ square: (brought - expected) ** 2, chance, expected });
  }
  if (misses.length === 0) return 0;
  // What befell single days is not how sure the others were.
  const told = misses
    .toSorted((a, b) => a.square / a.expected ** 2 - b.square / b.expected ** 2)
    .slice(0, Math.ceil(misses.length * 0.98));
  const sum = (of: (miss: (typeof told)[number]) => number): number =>
    told.reduce((all, miss) => all + of(miss), 0);
  return Math.max(
    0,
    sum(({ square, chance }) => square - chance) / sum(({ expected }) => expected ** 2),
  );
}
