import { buckets } from "#model/latency.ts";
import type { Latency } from "#model/latency.ts";
import { conditions } from "#model/observation.ts";
import { emptyTally } from "#model/tally.ts";
import type { Tally } from "#model/tally.ts";
import type { BitReader, BitWriter } from "#watch/history/bits.ts";

/** What counts are expected to be about, as powers of two: they are the cheapest. */
const about = { looks: 4, time: 12, length: 5 };
const conditionBits = 5;
const bucketBits = Math.log2(buckets);

/** Writes a tally over a span of milliseconds: one that is usual takes few bits. */
export function writeTally(writer: BitWriter, tally: Tally, span: number): void {
  const [up = 0, ...others] = tally.looks;
  writeLatency(writer, tally.latency);
  // Mostly every look that was answered was up, and no other.
  writer.offset(up - answered(tally.latency), about.looks);
  const isOnlyUp = others.every((count) => count === 0);
  writer.bit(isOnlyUp);
  // How many there are: conditions that come to be one day are added at the end.
  if (!isOnlyUp) writer.bits(others.length, conditionBits);
  for (const count of isOnlyUp ? [] : others) {
    writer.bit(count > 0);
    if (count > 0) writer.count(count - 1, about.looks);
  }
  const [down, excused] = [Math.round(tally.down), Math.round(tally.excused)];
  writer.offset(down, about.time);
  writer.offset(excused, about.time);
  // Most spans are told from end to end.
  writer.offset(Math.round(tally.up) + down + excused - span, about.time);
}

export function readTally(reader: BitReader, span: number): Tally {
  const latency = readLatency(reader);
  const looks = [answered(latency) + reader.offset(about.looks)];
  const isOnlyUp = reader.bit();
  for (let left = isOnlyUp ? 0 : reader.bits(conditionBits); left > 0; left -= 1) {
    looks.push(reader.bit() ? reader.count(about.looks) + 1 : 0);
  }
  while (looks.length < conditions.length) looks.push(0);
  const down = reader.offset(about.time);
  const excused = reader.offset(about.time);
  const up = reader.offset(about.time) + span - down - excused;
  return { ...emptyTally(), looks, up, down, excused, latency };
}

function answered(latency: Latency): number {
  let sum = 0;
  for (const count of latency.values()) sum += count;
  return sum;
}

/** The buckets in use, each count by what those before it let expect. */
function writeLatency(writer: BitWriter, latency: Latency): void {
  const used = [...latency].toSorted(([one], [other]) => one - other);
  writer.count(used.length, about.length);
  const expected = new Expected();
  for (const [place, [bucket, count]] of used.entries()) {
    if (place === 0) writer.bits(bucket, bucketBits);
    else writer.count(expected.gapTo(bucket), 0);
    writer.close(count - 1, expected.width);
    expected.seen(bucket, count - 1);
  }
}

function readLatency(reader: BitReader): Latency {
  const latency: Latency = new Map();
  const expected = new Expected();
  for (let left = reader.count(about.length); left > 0; left -= 1) {
    const bucket = latency.size === 0 ? reader.bits(bucketBits) : expected.after(reader.count(0));
    const count = reader.close(expected.width);
    latency.set(bucket, count + 1);
    expected.seen(bucket, count);
  }
  return latency;
}

/** What the last two counts let expect of the next: neighbours are alike, and less so beyond a gap. */
class Expected {
  #bucket = 0;
  #last = 0;
  #before = 0;

  /** Empty buckets before this one; what is expected fades with them. */
  gapTo(bucket: number): number {
    const gap = bucket - this.#bucket - 1;
    this.#last /= 2 ** gap;
    this.#before /= 2 ** gap;
    return gap;
  }

  /** The bucket after so many empty ones. */
  after(gap: number): number {
    const bucket = this.#bucket + gap + 1;
    this.gapTo(bucket);
    return bucket;
  }

  /** Low bits that the next count probably has. */
  get width(): number {
    const sum = Math.floor((this.#last + this.#before) / 2);
    return Math.max(0, 31 - Math.clz32(sum));
  }

  seen(bucket: number, count: number): void {
    this.#bucket = bucket;
    this.#before = this.#last;
    this.#last = count;
  }
}
