import { dueOccurrences } from "#cadence/due-occurrences.ts";
import type { NewOccurrence } from "#cadence/occurrences.ts";
import type { Cadence } from "#model/cadence.ts";

import type { Calendar, Due, Rhythm } from "./calendar.ts";
import { instant } from "./tables.ts";
import type { Occurrences } from "./tables.ts";

/** What a simulated time of one cadence came to. */
export interface Simulated {
  readonly due: number;
  readonly ran: number;
  readonly looks: number;
  readonly faults: readonly string[];
}

const minute = 60_000;
const day = 24 * 60 * minute;
const grace = 5 * minute;

/** Has the engine look at a clock that ticks, stops and is set back, and compares each look and the end with the calendar. */
export async function simulate(
  cadence: Cadence,
  rhythm: Rhythm,
  of: {
    readonly calendar: Calendar;
    readonly table: Occurrences;
    readonly random: () => number;
  },
): Promise<Simulated> {
  const { calendar, table, random } = of;
  const due = calendar.due(rhythm);
  const faults: string[] = [];
  const ran = new Map<number, number>();
  const waiting = new Set<number>();
  const { begins, ends } = calendar;
  let [now, looks] = [begins - 1, 0];
  await table.knownUntil(now);
  while (now < ends - 1) {
    now = Math.min(ends - 1, Math.max(begins, ticked(now)));
    // Now and then two look at once, by clocks that differ: both have read before either writes.
    const clocks = random() < 0.1 ? [now, now - Math.floor(random() * 4 * minute)] : [now];
    const found: (readonly NewOccurrence[])[] = [];
    for (const clock of clocks) {
      const after = await table.knownUntil(clock);
      const seen = dueOccurrences(cadence, instant(after), instant(clock), cadence.timezone);
      faults.push(...faultsOf(seen, between(due, after, clock), { cadence, clock }));
      found.push(seen);
      looks += 1;
    }
    for (const seen of found) for (const at of await table.write(seen)) waiting.add(at);
    for (const at of waiting) {
      // What is not taken up at once is, unless the clock was set back before it.
      if (now < ends - 1 && random() < 0.3) continue;
      waiting.delete(at);
      if (await table.run(at, now)) ran.set(at, (ran.get(at) ?? 0) + 1);
    }
  }
  faults.push(...endingFaults(await table.rows(), due, { ran, cadence }));
  const runs = [...ran.values()].reduce((sum, one) => sum + one, 0);
  return { due: due.length, ran: runs, looks, faults };

  /** Some minutes later, about when something is due, after days, after an outage of weeks, or set back. */
  function ticked(from: number): number {
    const kind = random();
    if (kind < 0.15) return from + Math.ceil(random() * 3 * minute);
    if (kind < 0.35) {
      const next = due[firstAfter(due, from)]?.at ?? ends;
      return next + Math.floor((random() * 7 - 1) * minute);
    }
    if (kind < 0.42) return from - Math.floor(random() * 2 * day);
    return from + Math.ceil(random() * (kind < 0.5 ? 90 * day : 14 * day));
  }
}

/** Every due instant of the gap in order, each with its window, run or skipped as the policy says, and late where it is. */
function faultsOf(
  seen: readonly NewOccurrence[],
  gap: readonly Due[],
  { cadence, clock }: { cadence: Cadence; clock: number },
): string[] {
  const expected = gap.map(({ at, judges }, index) => {
    const [isLast, isLate] = [index === gap.length - 1, clock > at + grace];
    const isRun = { run_all: true, run_latest: isLast, skip: !isLate }[cadence.catchUp];
    return [at, judges, isRun ? "pending" : "skipped", isLate].join(" ");
  });
  const told = seen.map(({ dueAt, period, status, late }) =>
    [dueAt.toMillis(), period.to, status, late !== null].join(" "),
  );
  if (told.join() === expected.join()) return [];
  return [`at ${instant(clock).toISO()}: ${told.join()} instead of ${expected.join()}`];
}

/** Of every due instant there is one row, and none else; what is not skipped has run once. */
function endingFaults(
  rows: readonly { at: number; status: string }[],
  due: readonly Due[],
  { ran, cadence }: { ran: ReadonlyMap<number, number>; cadence: Cadence },
): string[] {
  const count = Map.groupBy(rows, ({ at }) => at);
  const wanted = new Set(due.map(({ at }) => at));
  const lost = [...wanted].filter((at) => !count.has(at));
  const surplus = [...count].filter(([at, all]) => !wanted.has(at) || all.length > 1);
  const doubled = [...ran].filter(([, times]) => times > 1);
  const unrun = rows.filter(({ at, status }) => (status === "done") !== ran.has(at));
  const wrongly = rows.filter(({ status }) => cadence.catchUp === "run_all" && status !== "done");
  return Object.entries({ lost, surplus, doubled, unrun, wrongly }).flatMap(([what, all]) =>
    all.length > 0 ? [`${all.length} ${what}`] : [],
  );
}

/** Those in `(after, until]`. */
function between(due: readonly Due[], after: number, until: number): readonly Due[] {
  return due.slice(firstAfter(due, after), firstAfter(due, until));
}

/** The place of the first after an instant. */
function firstAfter(due: readonly Due[], instantOf: number): number {
  let [low, high] = [0, due.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((due[middle]?.at ?? 0) > instantOf) high = middle;
    else low = middle + 1;
  }
  return low;
}
