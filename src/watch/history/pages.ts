import { DateTime } from "luxon";

import { spans } from "#model/history.ts";
import type { Span } from "#model/history.ts";
import { addTally, emptyTally } from "#model/tally.ts";
import type { Tally } from "#model/tally.ts";
import { BitReader, BitWriter } from "#watch/history/bits.ts";
import { readTally, writeTally } from "#watch/history/tally-bits.ts";

/** The tallies of spans that are kept together, by the instant at which each begins. */
export type Page = Map<number, Tally>;

/** What spans are kept together by: a row of its own for each would take more room than what it says. */
const pageUnits = { minute: "hour", hour: "day", day: "month" } as const;

/** When the page begins that a span is kept in. */
export function pageOf(span: Span, at: number): number {
  return DateTime.fromMillis(at, { zone: "utc" }).startOf(pageUnits[span]).toMillis();
}

/** The beginning of the span that an instant is in. */
export function beginningOf(span: Span, at: number): number {
  return at - (at % spans[span]);
}

/** Adds to what a page says of one span. */
export function addTo(page: Page, at: number, tally: Tally): void {
  const sum = page.get(at) ?? emptyTally();
  page.set(at, sum);
  addTally(sum, tally);
}

export function pageBytes(page: Page, span: Span, begins: number): Uint8Array {
  const writer = new BitWriter();
  const ordered = [...page].toSorted(([one], [other]) => one - other);
  writer.count(ordered.length, 5);
  let next = begins;
  for (const [at, tally] of ordered) {
    writer.count((at - next) / spans[span], 0);
    writeTally(writer, tally, spans[span]);
    next = at + spans[span];
  }
  return writer.bytes();
}

export function pageFrom(bytes: Uint8Array, span: Span, begins: number): Page {
  const reader = new BitReader(bytes);
  const page: Page = new Map();
  let next = begins;
  for (let left = reader.count(5); left > 0; left -= 1) {
    const at = next + reader.count(0) * spans[span];
    page.set(at, readTally(reader, spans[span]));
    next = at + spans[span];
  }
  return page;
}
