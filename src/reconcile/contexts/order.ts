import { changedFields, readingFields, settingOf } from "#reconcile/contexts/reading.ts";
import type { Reading } from "#reconcile/contexts/reading.ts";

/**
 * The readings that change least, at most so many: fewest changed fields first, then the fields in the order they are told,
 * then the nearest status set, then options in the order given. One that only adds to another that fits is left out.
 */
export function fewestChanges(
  asked: Reading,
  readings: readonly Reading[],
  most: number,
): Reading[] {
  const ranked = readings
    .map((reading) => ({ reading, rank: rankOf(asked, reading) }))
    .sort((a, b) => compare(a.rank, b.rank));
  const chosen: Reading[] = [];
  for (const { reading } of ranked) {
    if (chosen.length === most) break;
    if (!chosen.some((simpler) => isWithin(asked, simpler, reading))) chosen.push(reading);
  }
  return chosen;
}

function rankOf(asked: Reading, reading: Reading): (number | string)[] {
  const fields = changedFields(asked, reading);
  const places = readingFields.map((_, at) => {
    const field = fields[at];
    return field === undefined ? readingFields.length : readingFields.indexOf(field);
  });
  return [
    fields.length,
    ...places,
    distance(asked.statuses, reading.statuses),
    reading.scope,
    reading.zone,
    reading.statuses.join(","),
  ];
}

/** Statuses added or removed. */
function distance(from: readonly string[], to: readonly string[]): number {
  const added = to.filter((status) => !from.includes(status));
  const removed = from.filter((status) => !to.includes(status));
  return added.length + removed.length;
}

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  const at = a.findIndex((value, place) => value !== b[place]);
  if (at < 0) return 0;
  return (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1;
}

/** Whether every change of the simpler reading is one of the other's too. */
function isWithin(asked: Reading, simpler: Reading, reading: Reading): boolean {
  return changedFields(asked, simpler).every(
    (field) => settingOf(simpler, field) === settingOf(reading, field),
  );
}
