import { parseArgs } from "node:util";

import { DateTime } from "luxon";

import type { Cadence } from "#model/cadence.ts";
import { dueBetween } from "#model/due.ts";
import { lastPeriod } from "#model/period.ts";
import { timezoneLinks } from "#model/timezone-links.ts";

import { calendarOf } from "./calendar.ts";
import type { Calendar } from "./calendar.ts";
import { randomOf } from "./random.ts";

/**
 * What comes due in every zone of the tz database, by a simulated clock that ticks after minutes or after weeks, stands
 * still, jumps back, and is looked at by a second process that lags behind; beside a count of calendar days.
 */
const { values } = parseArgs({
  options: {
    from: { type: "string", default: "2020" },
    to: { type: "string", default: "2035" },
    // So many zones, spread over all; every zone unless given.
    zones: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});
const [first, last] = [`${values.from}-01-01`, `${values.to}-12-31`];
const random = randomOf(Number(values.seed));
const minute = 60_000;
const day = 24 * 60 * minute;

const every = [...new Set([...Intl.supportedValuesOf("timeZone"), ...timezoneLinks])];
const step = values.zones === undefined ? 1 : every.length / Number(values.zones);
const zones = every.filter((_, index) => Math.floor(index % step) === 0);
const cadences = [
  { id: "daily", cron: "30 2 * * *", window: "day" },
  { id: "weekly", cron: "30 2 * * 1", window: "week" },
  { id: "monthly", cron: "30 2 L * *", window: "month" },
] as const;

const started = performance.now();
const faults: string[] = [];
let [found, ticks] = [0, 0];
for (const timezone of zones) {
  const calendar = calendarOf(timezone, first, last);
  for (const { id, cron, window } of cadences) {
    const cadence: Cadence = {
      id,
      cron,
      window,
      timezone,
      channel: "C0BENCH",
      deadManChannel: null,
      checks: null,
      sources: null,
      catchUp: "run_all",
      daysOff: { weekdays: [], dates: [] },
    };
    const due = ticked(cadence, calendar);
    found += due.size;
    for (const fault of calendar.faultsOf(id, due)) faults.push(`${timezone} ${id}: ${fault}`);
  }
}
const seconds = (performance.now() - started) / 1000;
for (const fault of faults.slice(0, 20)) console.log(fault);
console.log(
  `${zones.length} zones, ${values.from}–${values.to}: ${found.toLocaleString("en-US")} occurrences in ${ticks.toLocaleString("en-US")} ticks, ${faults.length} lost, doubled or at a wrong time; ${seconds.toFixed(0)} s`,
);
process.exitCode = faults.length === 0 ? 0 : 1;

/** The day each due instant judges, as the table of occurrences would hold it. */
function ticked(cadence: Cadence, { begins, ends }: Calendar): Map<number, string> {
  const table = new Map<number, string>();
  let known = begins - 1;
  for (let now = begins - 1; now < ends - 1;) {
    now = Math.min(ends - 1, now + elapsed());
    ticks += 1;
    // Another process that has read the table a while ago, and one by whose clock it is earlier.
    const lag = random() < 0.05 ? Math.floor(random() * 3 * day) : 0;
    const back = random() < 0.05 ? Math.floor(random() * 2 * day) : 0;
    const after = Math.max(begins - 1, known - lag);
    for (const due of dueBetween(cadence, at(after), at(now - back))) {
      const instant = due.toMillis();
      if (!table.has(instant))
        table.set(instant, lastPeriod(due, cadence.window, cadence.timezone).to);
      known = Math.max(known, instant);
    }
    if (now === ends - 1 && back > 0) now -= back;
  }
  return table;
}

/** Often a minute, mostly days, now and then an outage of weeks: each tick asks for all that came due since. */
function elapsed(): number {
  const kind = random();
  if (kind < 0.3) return minute;
  return Math.ceil(random() * (kind < 0.4 ? 90 * day : 20 * day));
}

function at(millis: number): DateTime {
  return DateTime.fromMillis(millis, { zone: "utc" });
}
