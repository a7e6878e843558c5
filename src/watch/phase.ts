import { createHash } from "node:crypto";

/** Endpoints are spread over so many shards, each of which one process looks at. */
export const shardCount = 64;

/** Every look and every write asks. */
const shards = new Map<string, number>();

/** The shard of an endpoint, the same in every process. */
export function shardOf(id: string): number {
  const shard = shards.get(id) ?? hashOf(id, 0) % shardCount;
  shards.set(id, shard);
  return shard;
}

/** Milliseconds after each whole interval at which an endpoint is looked at: the same after every restart, spread over all. */
export function phaseOf(id: string, interval: number): number {
  return Math.floor((hashOf(id, 4) / 2 ** 32) * interval);
}

/** The next instant after this one on the grid of an interval. */
export function nextOnGrid(after: number, interval: number, phase: number): number {
  const since = (((after - phase) % interval) + interval) % interval;
  return after + interval - since;
}

function hashOf(id: string, offset: number): number {
  return createHash("sha256").update(id).digest().readUInt32BE(offset);
}
