import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pino } from "pino";

import { openStore } from "#store/store.ts";
import { Recorder } from "#watch/history/recorder.ts";
import { Watch } from "#watch/watch.ts";

import { endpointsOf, watchingOf } from "./program.ts";

/** A thousand endpoints watched as the program does it, on the embedded database: how late looks begin, and what it takes. */
const [url = "", trusted = "", count = "1000", interval = "10000", seconds = "40"] =
  process.argv.slice(2);
const dataFolder = await mkdtemp(join(tmpdir(), "countercheck-probes-"));
const log = pino({ level: "error" }, pino.destination(2));
const store = await openStore({ dataFolder, databaseUrl: null, log });
const nothing = watchingOf([], trusted);
const watching = watchingOf(endpointsOf(url, Number(count), Number(interval)), trusted);
const seen = new Map<string, number>();
const late: number[] = [];
let begun = 0;
const recorder = new Recorder({
  db: store.db,
  log,
  endpoint: (id) => watching.endpoints.get(id),
  isMaintained: () => false,
});
const watch = new Watch({
  store,
  watching: nothing,
  recorder: {
    record(endpoint, look) {
      recorder.record(endpoint, look);
      if (!seen.has(endpoint)) seen.set(endpoint, performance.now() - begun);
    },
    flush: () => recorder.flush(),
  },
  arrivals: () => Promise.reject(new Error("nothing reads exports here")),
  log,
  onLook: (milliseconds) => void late.push(milliseconds),
});
recorder.work();
await watch.work();
const idle = await settled();
begun = performance.now();
const used = process.cpuUsage();
await watch.reload(watching);
await after(Number(seconds) * 1000);
const { user, system } = process.cpuUsage(used);
const wall = (performance.now() - begun) / 1000;
const sorted = late.toSorted((a, b) => a - b);
const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
const result = {
  looks: late.length,
  p50: at(0.5),
  p99: at(0.99),
  max: at(1),
  all: Math.max(...seen.values()) / 1000,
  missing: watching.endpoints.size - seen.size,
  overruns: watch.counts.overruns,
  cpu: (user + system) / 1e6 / wall,
  idle,
  megabytes: await settled(),
};
await watch.stop();
await recorder.stop();
await store.close();
await rm(dataFolder, { recursive: true });
process.stdout.write(`${JSON.stringify(result)}\n`);

/** Resident megabytes once rubbish has been collected, where that may be asked for. */
async function settled(): Promise<number> {
  globalThis.gc?.();
  await after(500);
  return process.memoryUsage().rss / 2 ** 20;
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
