import { spans } from "#model/history.ts";
import type { Tally } from "#model/tally.ts";
import { BitReader, BitWriter } from "#watch/history/bits.ts";
import { readTally, writeTally } from "#watch/history/tally-bits.ts";

/** What looks of one minute came to, by endpoint. */
export type Sheet = ReadonlyMap<string, Tally>;

/** A sheet as it is kept: names of endpoints hold no line break. */
export interface KeptSheet {
  readonly endpoints: string;
  readonly tallies: Uint8Array;
}

export function keptSheet(sheet: Sheet): KeptSheet {
  const writer = new BitWriter();
  for (const tally of sheet.values()) writeTally(writer, tally, spans.minute);
  return { endpoints: [...sheet.keys()].join("\n"), tallies: writer.bytes() };
}

export function sheetFrom({ endpoints, tallies }: KeptSheet): Sheet {
  const reader = new BitReader(tallies);
  return new Map(endpoints.split("\n").map((id) => [id, readTally(reader, spans.minute)]));
}

/** Endpoints are written in so many shares: few rows to write, and little to read for one of them. */
const shares = 8;

/** The share an endpoint belongs to, the same in every process. */
export function shareOf(endpoint: string): number {
  let hash = 0;
  for (let at = 0; at < endpoint.length; at += 1) {
    hash = (Math.imul(hash, 31) + endpoint.charCodeAt(at)) >>> 0;
  }
  return hash % shares;
}
