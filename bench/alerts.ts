import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { pino } from "pino";

import { counted } from "#model/phrases.ts";
import { openStore } from "#store/store.ts";

import { endpointsOf, second, simulate } from "./alerts/simulated.ts";
import type { Said } from "./alerts/simulated.ts";
import { slackDown } from "./alerts/slack-down.ts";
import { randomOf } from "./random.ts";

/**
 * What people hear of outages: fifty endpoints that fail at once, fifty that turn at each look, how long after it begins an
 * outage is said, on a clock of its own; and what becomes of the messages of an hour in which Slack is away, on a real one.
 */
const { values } = parseArgs({
  options: {
    endpoints: { type: "string", default: "50" },
    outages: { type: "string", default: "100" },
    // Minutes for which Slack is away; 0 leaves it out.
    away: { type: "string", default: "5" },
  },
});
const [count, outages] = [Number(values.endpoints), Number(values.outages)];
const log = pino({ level: "silent" });
const minute = 60 * second;
const folder = await mkdtemp(join(tmpdir(), "bench-alerts-"));
const store = await openStore({ dataFolder: join(folder, "state"), databaseUrl: null, log });
try {
  await down();
  await flapping();
  await delays();
} finally {
  await store.close();
}
if (values.away !== "0") {
  console.log(await slackDown({ folder, log, minutes: Number(values.away) }));
}
await rm(folder, { recursive: true });

function wordsOf({ posts, replies, edits }: Said): string {
  return `${counted(posts, "post")} in the channel, ${replies} in threads, ${counted(edits, "edit")}`;
}

async function down(): Promise<void> {
  const [fails, heals] = [35 * second, 3 * minute];
  const health = (after: number): boolean => after < fails || after >= heals;
  const { at, end } = await simulate(store, log, endpointsOf(count, 10 * second), {
    health,
    mark: heals,
    until: 5 * minute,
  });
  console.log(`${count} down at once: ${wordsOf(at)}; with the recovery of all: ${wordsOf(end)}`);
}

/** Each look finds the other of two things, as a target that turns does to a monitor that asks every five seconds. */
async function flapping(): Promise<void> {
  const [turns, calms] = [30 * second, 90 * second];
  const health = (after: number, look: number): boolean =>
    after < turns || after >= calms || look % 2 === 0;
  const { at, end } = await simulate(store, log, endpointsOf(count, 5 * second), {
    health,
    mark: calms,
    until: 10 * minute,
  });
  console.log(`${count} flapping for 60 s: ${wordsOf(at)}; until all are steady: ${wordsOf(end)}`);
}

/** From the beginning of an outage until its message is owed to Slack, at random instants between two looks. */
async function delays(): Promise<void> {
  const random = randomOf(1);
  const interval = 10 * second;
  const taken: number[] = [];
  for (let outage = 0; outage < outages; outage += 1) {
    const fails = Math.round(30 * second + random() * interval);
    const health = (after: number): boolean => after < fails;
    const given = { health, until: fails + interval + 15 * second };
    const { end } = await simulate(store, log, endpointsOf(1, interval), given);
    if (end.first === null) throw new Error(`an outage after ${fails} ms was not said`);
    taken.push(end.first - fails);
  }
  const [first = 0, ...others] = taken.toSorted((a, b) => a - b);
  const worst = others.at(-1) ?? first;
  const text = (milliseconds: number): string => `${(milliseconds / second).toFixed(1)} s`;
  console.log(
    `hard outage to message, ${outages} outages of an endpoint looked at each 10 s: ${text(first)} to ${text(worst)}, at most the interval and ${text(worst - interval)}`,
  );
}
