import type { Options } from "#reconcile/contexts/options.ts";
import type { Reading } from "#reconcile/contexts/reading.ts";
import { placeOf } from "#reconcile/contexts/tally.ts";
import type { Cell, Repetition } from "#reconcile/contexts/tally.ts";

/** What was summed, and among which readings to look. */
export interface Tally {
  readonly options: Options;
  readonly cells: readonly Cell[];
  /** By `placeOf`; empty where repeated orders cannot be told. */
  readonly repetitions: ReadonlyMap<string, readonly Repetition[]>;
  /** Those whose sets are tried. */
  readonly statuses: readonly string[];
  /** Whether there are amounts to take at par. */
  readonly currencies: boolean;
}

/** The sums of each status in turn, where a scope, zone and lateness hold them. */
function sumsAt({ cells, statuses }: Tally, place: Pick<Reading, "scope" | "zone" | "late">) {
  const held = cells.filter(
    ({ scopes, zones, late }) =>
      (scopes & (2 ** place.scope)) !== 0 &&
      (zones & (2 ** place.zone)) !== 0 &&
      !(place.late && late),
  );
  return statuses.map((status) => {
    const sum = { amount: 0n, par: 0n, rows: 0, unknown: 0 };
    for (const { state, amount, par, rows, unknown } of held) {
      if (state !== status) continue;
      sum.amount += amount;
      sum.par += par;
      sum.rows += rows;
      sum.unknown += unknown;
    }
    return sum;
  });
}

/** What a reading comes to, in units; null where one of its records has no rate. */
export function countUnder(tally: Tally, reading: Reading): { units: bigint; rows: number } | null {
  const { par, once, statuses } = reading;
  let [units, rows] = [0n, 0];
  for (const [place, sum] of sumsAt(tally, reading).entries()) {
    if (!statuses.includes(tally.statuses[place] ?? "")) continue;
    if (sum.unknown > 0 && !par) return null;
    units += par ? sum.par : sum.amount;
    rows += sum.rows;
  }
  if (!once) return { units, rows };
  const repeated = repeatedUnder(tally, reading, maskOf(tally, statuses));
  return { units: units - repeated.units, rows: rows - repeated.rows };
}

/** Every reading that comes to the target, statuses aside that change nothing where they are changed. */
export function fitsOf(tally: Tally, asked: Reading, target: bigint): Reading[] {
  const fits: Reading[] = [];
  const askedMask = maskOf(tally, asked.statuses);
  for (const place of placesOf(tally)) {
    const sums = sumsAt(tally, place);
    const bitsWhere = (holds: (sum: (typeof sums)[number]) => boolean): number =>
      sums.reduce((bits, sum, at) => bits | (holds(sum) ? 2 ** at : 0), 0);
    const present = bitsWhere(({ rows }) => rows > 0);
    const known = bitsWhere(({ rows, unknown }) => rows > 0 && unknown === 0);
    for (const par of tally.currencies ? [false, true] : [false]) {
      for (const once of tally.repetitions.size > 0 ? [false, true] : [false]) {
        const reading = { ...place, par, once, statuses: asked.statuses };
        const terms = sums.map(({ amount, par: plain }) => (par ? plain : amount));
        const visit = (at: number, mask: number, units: bigint): void => {
          if (at < terms.length) {
            visit(at + 1, mask, units);
            if ((known & (2 ** at)) !== 0)
              visit(at + 1, mask | (2 ** at), units + (terms[at] ?? 0n));
            return;
          }
          const repeated = once ? repeatedUnder(tally, reading, mask).units : 0n;
          if (units - repeated !== target) return;
          // To ask for a status no record here has, or not to, is no change.
          if (mask === (askedMask & present)) fits.push(reading);
          else if (mask !== 0)
            fits.push({ ...reading, statuses: named(tally, mask | (askedMask & ~present)) });
        };
        visit(0, 0, 0n);
      }
    }
  }
  return fits;
}

function placesOf({ options: { scopes, zones, late } }: Tally) {
  return scopes.flatMap((_, scope) =>
    zones.flatMap((__, zone) =>
      (late ? [false, true] : [false]).map((isLate) => ({ scope, zone, late: isLate })),
    ),
  );
}

/** What repeated orders add under a reading whose statuses are those of a mask. */
function repeatedUnder({ repetitions, statuses }: Tally, reading: Reading, mask: number) {
  let [units, rows] = [0n, 0];
  for (const { state, before, amount, par, rows: count } of repetitions.get(placeOf(reading)) ??
    []) {
    const place = statuses.indexOf(state);
    if (place < 0 || (mask & (2 ** place)) === 0 || (mask & before) === 0) continue;
    units += reading.par ? par : amount;
    rows += count;
  }
  return { units, rows };
}

function maskOf({ statuses }: Tally, chosen: readonly string[]): number {
  return statuses.reduce((mask, status, at) => mask | (chosen.includes(status) ? 2 ** at : 0), 0);
}

function named({ statuses }: Tally, mask: number): string[] {
  return statuses.filter((_, at) => (mask & (2 ** at)) !== 0).sort();
}
