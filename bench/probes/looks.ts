import { judgeLook, noState } from "#model/endpoint-state.ts";
import { Recorder } from "#watch/history/recorder.ts";
import { openLookParts } from "#watch/look-parts.ts";
import { look } from "#watch/look.ts";

import { endpointsOf, watchingOf } from "./program.ts";

/** As many looks as there is time for, so many at once, each with its assertions, its state and its place in history; in memory. */
const [url = "", trusted = "", atOnce = "8", seconds = "5"] = process.argv.slice(2);
const watching = watchingOf(endpointsOf(url, 1000, 10_000), trusted);
const endpoints = [...watching.endpoints.values()];
const never = (): never => {
  throw new Error("none of these is looked at");
};
const parts = await openLookParts(watching, {
  arrivals: never,
  lastBeat: never,
  onFault: (fault) => console.error(fault),
});
const recorder = new Recorder({
  db: null as never,
  log: { error: never },
  endpoint: (id) => watching.endpoints.get(id),
  isMaintained: () => false,
});
const states = new Map<string, typeof noState>();
const { signal } = new AbortController();
let [looks, bad] = [0, 0];

async function lookUntil(until: number): Promise<void> {
  while (performance.now() < until) {
    const endpoint = endpoints[looks++ % endpoints.length];
    if (!endpoint) return;
    const at = Date.now();
    const observation = await look(endpoint, parts, signal);
    const { condition } = observation;
    if (condition !== "up") bad += 1;
    const before = states.get(endpoint.id) ?? noState;
    states.set(endpoint.id, judgeLook(before, { at, condition }).state);
    recorder.record(endpoint.id, { at, observation });
  }
}

async function lookFor(milliseconds: number): Promise<void> {
  const until = performance.now() + milliseconds;
  await Promise.all(Array.from({ length: Number(atOnce) }, () => lookUntil(until)));
}

await lookFor(2000);
looks = 0;
const [started, used] = [performance.now(), process.cpuUsage()];
await lookFor(Number(seconds) * 1000);
const wall = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(used);
const cpu = (user + system) / 1e6;
const megabytes = process.memoryUsage().rss / 2 ** 20;
process.stdout.write(`${JSON.stringify({ looks, bad, wall, cpu, megabytes })}\n`);
