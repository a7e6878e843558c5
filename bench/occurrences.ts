import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { pino } from "pino";

import { catchUps } from "#model/cadence.ts";
import { openStore } from "#store/store.ts";

import { calendarOf } from "./due/calendar.ts";
import { simulate } from "./due/simulation.ts";
import { rememberedOccurrences, storedOccurrences } from "./due/tables.ts";
import type { Occurrences } from "./due/tables.ts";
import { alike, everyZone } from "./due/zones.ts";
import { randomOf } from "./random.ts";

/**
 * What comes due in every zone of the tz database, by a simulated clock that ticks after minutes or after weeks, is set
 * back, and is looked at by two at once; beside a calendar told by Intl. First in memory, then in the real tables.
 */
const { values } = parseArgs({
  options: {
    from: { type: "string", default: "2020" },
    to: { type: "string", default: "2035" },
    // Names of zones, joined by commas; every one unless given.
    zones: { type: "string" },
    // So many rules of zones, spread over all; every one unless given.
    rules: { type: "string" },
    // The years of those that go through the tables.
    stored: { type: "string", default: "2026" },
    seed: { type: "string", default: "1" },
  },
});
const random = randomOf(Number(values.seed));
const rhythms = [
  { id: "daily", cron: "30 2 * * *", window: "day" },
  { id: "weekly", cron: "30 2 * * 1", window: "week" },
  { id: "monthly", cron: "30 2 L * *", window: "month" },
] as const;
/** Where clocks change by half an hour, by two, in Ramadan, at midnight, for the last time, at a quarter past, or never. */
const peculiar = [
  "Africa/Cairo",
  "Africa/Casablanca",
  "America/Havana",
  "America/Mexico_City",
  "America/New_York",
  "America/Nuuk",
  "Antarctica/Troll",
  "Asia/Beirut",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Chatham",
];
const faults: string[] = [];
const count = (number: number): string => number.toLocaleString("en-US");

await inMemory();
await inTables();
for (const fault of faults.slice(0, 20)) console.log(fault.slice(0, 400));
process.exitCode = faults.length === 0 ? 0 : 1;

/** Every rule of a zone once: names whose clocks agree in every minute come due alike. */
async function inMemory(): Promise<void> {
  const [first, last] = [`${values.from}-01-01`, `${values.to}-12-31`];
  const every = alike(values.zones?.split(",") ?? everyZone, first, last);
  const step = values.rules === undefined ? 1 : every.length / Number(values.rules);
  const chosen = every.filter((_, index) => Math.floor(index % step) === 0);
  let ofNames = 0;
  const sum = { due: 0, ran: 0, looks: 0 };
  for (const names of chosen) {
    const [timezone = "UTC"] = names;
    const of = await through(timezone, { first, last, tableOf: rememberedOccurrences });
    ofNames += (names.length * of.due) / catchUps.length;
    for (const part of ["due", "ran", "looks"] as const) sum[part] += of[part];
  }
  const names = chosen.flat().length;
  console.log(
    `${names} zones of ${chosen.length} rules, ${values.from}–${values.to}: ${count(ofNames)} occurrences; of each rule by every catch-up policy ${told(sum)}`,
  );
}

async function inTables(): Promise<void> {
  const [from = "", to = from] = values.stored.split("-");
  const [first, last] = [`${from}-01-01`, `${to}-12-31`];
  const dataFolder = await mkdtemp(join(tmpdir(), "bench-occurrences-"));
  const store = await openStore({ dataFolder, databaseUrl: null, log: pino({ level: "silent" }) });
  const sum = { due: 0, ran: 0, looks: 0 };
  for (const timezone of peculiar) {
    const tableOf = (cadence: string) => storedOccurrences(store, cadence);
    const of = await through(timezone, { first, last, tableOf });
    for (const part of ["due", "ran", "looks"] as const) sum[part] += of[part];
  }
  await store.close();
  await rm(dataFolder, { recursive: true });
  console.log(`${peculiar.length} zones in the tables, ${from}–${to}: ${told(sum)}`);
}

/** All rhythms and policies of a zone. */
async function through(
  timezone: string,
  of: { first: string; last: string; tableOf: (cadence: string) => Occurrences },
) {
  const calendar = calendarOf(timezone, of.first, of.last);
  const sum = { due: 0, ran: 0, looks: 0 };
  for (const { id: rhythm, cron, window } of rhythms) {
    for (const catchUp of catchUps) {
      const id = `${timezone} ${rhythm} ${catchUp}`;
      const daysOff = { weekdays: [], dates: [] };
      const places = { channel: "C0BENCH", deadManChannel: null, checks: null, sources: null };
      const cadence = { id, cron, window, timezone, catchUp, daysOff, ...places };
      const table = of.tableOf(id);
      const found = await simulate(cadence, rhythm, { calendar, table, random });
      for (const fault of found.faults) faults.push(`${id}: ${fault}`);
      for (const part of ["due", "ran", "looks"] as const) sum[part] += found[part];
    }
  }
  return sum;
}

function told({ due, ran, looks }: { due: number; ran: number; looks: number }): string {
  const seconds = Math.round(process.cpuUsage().user / 1e6);
  return `${count(due)} due in ${count(looks)} looks, ${count(ran)} run, ${count(due - ran)} skipped, ${faults.length} faults (lost, doubled, at a wrong time, of a wrong window, run or skipped against its policy); ${seconds} s of CPU`;
}
