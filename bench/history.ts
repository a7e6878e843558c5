import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { sql } from "kysely";
import { pino } from "pino";

import { spans } from "#model/history.ts";
import { addLook } from "#model/latency.ts";
import { emptyTally } from "#model/tally.ts";
import type { Tally } from "#model/tally.ts";
import { openStore } from "#store/store.ts";
import type { Store } from "#store/store.ts";
import { pageBytes } from "#watch/history/pages.ts";
import { totalsOf } from "#watch/history/read.ts";
import { Recorder } from "#watch/history/recorder.ts";
import { Upkeep } from "#watch/history/upkeep.ts";

import { randomOf } from "./random.ts";

/**
 * What history costs: the CPU of recording a look, of putting minutes on their pages, of reading a day of every endpoint;
 * and the room that minutes of two days and hours of a year take.
 */
const { values } = parseArgs({
  options: {
    endpoints: { type: "string", default: "1000" },
    // Seconds between looks.
    interval: { type: "string", default: "10" },
    // Minutes of looks that are recorded.
    minutes: { type: "string", default: "30" },
    // Neither two days of minutes nor a year of hours.
    roomless: { type: "boolean", default: false },
  },
});
const [endpoints, interval] = [Number(values.endpoints), Number(values.interval) * 1000];
const ids = Array.from({ length: endpoints }, (_, index) => `endpoint-${index}`);
const random = randomOf(1);
const log = pino({ level: "silent" });
const folder = await mkdtemp(join(tmpdir(), "bench-history-"));
const store = await openStore({ dataFolder: folder, databaseUrl: null, log });
const keep = { minutes: 2 * spans.day, hours: 400 * spans.day, days: 1825 * spans.day };
const begin = Date.parse("2026-11-20T00:00:00Z");

await recording(store);
if (!values.roomless) await room(store);
await store.close();
await rm(folder, { recursive: true });

/** Looks on a clock of its own, written every ten seconds as the bot does. */
async function recording({ db }: Store): Promise<void> {
  const clock = { at: begin };
  const now = (): number => clock.at;
  const endpoint = () => ({ interval, timeout: 10_000 });
  const recorder = new Recorder({ db, log, endpoint, isMaintained: () => false, now });
  const until = begin + Number(values.minutes) * spans.minute;
  let looks = 0;
  const recorded = cpuOf(async () => {
    for (; clock.at < until; clock.at += 10_000) {
      for (const [index, id] of ids.entries()) {
        const due = (index * 7919) % interval;
        if ((clock.at - begin) % interval !== due - (due % 10_000)) continue;
        const observation = { condition: "up" as const, milliseconds: took() };
        recorder.record(id, { at: clock.at, observation });
        looks += 1;
      }
      await recorder.flush();
    }
  });
  const seconds = await recorded;
  const each = ((seconds * 1000) / looks).toFixed(4);
  console.log(`recorded ${looks} looks: ${each} ms of CPU each`);
  const upkeep = new Upkeep({ store, keep, log, now });
  clock.at += 2 * spans.hour;
  const folded = await cpuOf(() => upkeep.tick());
  console.log(
    `put on pages: ${folded.toFixed(2)} s of CPU, ${((folded * 1000) / looks).toFixed(4)} ms a look`,
  );
  const window = { from: begin - 22 * spans.hour, to: begin + 2 * spans.hour };
  const read = await cpuOf(() => totalsOf(window, { db, keep, now: clock.at }));
  console.log(`a day of all ${endpoints} read: ${read.toFixed(2)} s of CPU`);
  await sql`TRUNCATE endpoint_minute, endpoint_history`.execute(db);
}

async function room({ db }: Store): Promise<void> {
  const some = (span: number): Tally[] => Array.from({ length: 300 }, () => tallyOf(span));
  const kinds = [
    { span: "minute", page: spans.hour, pages: 48, tallies: some(spans.minute) },
    { span: "hour", page: spans.day, pages: 365, tallies: some(spans.hour) },
  ] as const;
  for (const { span, page: length, pages, tallies } of kinds) {
    for (let number = 0; number < pages; number += 1) {
      const at = begin - (number + 1) * length;
      const rows = ids.map((endpoint) => {
        const page = new Map<number, Tally>();
        for (let of = at; of < at + length; of += spans[span]) {
          page.set(of, tallies[Math.floor(random() * tallies.length)] ?? emptyTally());
        }
        return { endpoint, page: Buffer.from(pageBytes(page, span, at)).toString("base64") };
      });
      await sql`INSERT INTO endpoint_history (endpoint, span, at, page)
        SELECT endpoint, ${span}, ${new Date(at)}, decode(page, 'base64')
        FROM json_to_recordset(CAST(${JSON.stringify(rows)} AS json)) AS row (endpoint text, page text)`.execute(
        db,
      );
    }
    const { rows } = await sql<{ size: number; each: number }>`
      SELECT CAST(pg_total_relation_size('endpoint_history') AS float8) / 1048576 AS size,
        (SELECT CAST(avg(octet_length(page)) AS float8) FROM endpoint_history WHERE span = ${span}) AS each`.execute(
      db,
    );
    const [{ size, each } = { size: 0, each: 0 }] = rows;
    const slots = length / spans[span];
    console.log(`with ${span}s: ${size.toFixed(0)} MB, ${(each / slots).toFixed(1)} bytes each`);
  }
}

/** A usual span: a few looks in a hundred fail. */
function tallyOf(span: number): Tally {
  const tally = emptyTally();
  const looks = Math.max(1, Math.round(span / interval));
  for (let look = 0; look < looks; look += 1) {
    const place = random() < 0.001 ? 1 : 0;
    tally.looks[place] = (tally.looks[place] ?? 0) + 1;
    if (place === 0) addLook(tally.latency, took());
  }
  tally.down = (tally.looks[1] ?? 0) * 1000;
  tally.up = span - tally.down;
  return tally;
}

/** About 120 ms, one in fifty three times as long. */
function took(): number {
  const spread = random() + random() + random() + random() - 2;
  return 120 * Math.exp(spread * 0.6) * (random() < 0.02 ? 3 : 1);
}

/** Seconds of CPU that it took. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
