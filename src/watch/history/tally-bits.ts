import { buckets } from "#model/latency.ts";
import type { Latency } from "#model/latency.ts";
import { conditions } from "#model/observation.ts";
import { emptyTally } from "#model/tally.ts";
import type { Tally } from "#model/tally.ts";
import { countBits } from "#watch/history/bits.ts";
import type { BitReader, BitWriter } from "#watch/history/bits.ts";

/** What counts are expected to be about, as powers of two: they are the cheapest. */
const about = { looks: 4, time: 12, length: 5 };
const bucketBits = Math.log2(buckets);
const widths = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/** Writes a tally over a span of milliseconds: one that is usual takes few bits. */
export function writeTally(writer: BitWriter, tally: Tally, span: number): void {
  const [up = 0, ...others] = tally.looks;
  writer.count(up, about.looks);
  const isOnlyUp = others.every((count) => count === 0);
  writer.bit(isOnlyUp);
  for (const count of isOnlyUp ? [] : others) {
    writer.bit(count > 0);
    if (count > 0) writer.count(count - 1, about.looks);
  }
  const [down, excused] = [Math.round(tally.down), Math.round(tally.excused)];
  writer.offset(down, about.time);
  writer.offset(excused, about.time);
  // Most spans are told from end to end.
  writer.offset(Math.round(tally.up) + down + excused - span, about.time);
  writeLatency(writer, tally.latency);
}

export function readTally(reader: BitReader, span: number): Tally {
  const looks = [reader.count(about.looks)];
  const isOnlyUp = reader.bit();
  for (const _ of conditions.slice(1)) {
    looks.push(!isOnlyUp && reader.bit() ? reader.count(about.looks) + 1 : 0);
  }
  const down = reader.offset(about.time);
  const excused = reader.offset(about.time);
  const up = reader.offset(about.time) + span - down - excused;
  return { ...emptyTally(), looks, up, down, excused, latency: readLatency(reader) };
}

/** Counts from the first bucket to the last, a run of empty ones as its length. */
function writeLatency(writer: BitWriter, latency: Latency): void {
  const used = [...latency].toSorted(([one], [other]) => one - other);
  writer.count(used.length, about.length);
  if (used.length === 0) return;
  const k = cheapest(used.map(([, count]) => count - 1));
  writer.bits(k, 4);
  let next = -1;
  for (const [bucket, count] of used) {
    if (next === -1) writer.bits(bucket, bucketBits);
    else writer.count(bucket - next, 0);
    writer.count(count - 1, k);
    next = bucket + 1;
  }
}

function readLatency(reader: BitReader): Latency {
  const latency: Latency = new Map();
  const used = reader.count(about.length);
  if (used === 0) return latency;
  const k = reader.bits(4);
  let next = -1;
  for (let left = used; left > 0; left -= 1) {
    const bucket = next === -1 ? reader.bits(bucketBits) : next + reader.count(0);
    latency.set(bucket, reader.count(k) + 1);
    next = bucket + 1;
  }
  return latency;
}

/** The code in which these take the fewest bits. */
function cheapest(counts: readonly number[]): number {
  const costs = widths.map((k) => counts.reduce((sum, count) => sum + countBits(count, k), 0));
  return costs.indexOf(Math.min(...costs));
}
