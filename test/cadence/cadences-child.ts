import { writeSync } from "node:fs";

import { DateTime } from "luxon";
import { pino } from "pino";

import type { Check } from "#check.ts";
import { counting, engineOn, programIn, teller } from "./engine.ts";

/**
 * Judges a due cadence of three checks in a process of its own and says what it comes to, one line each. At the line that
 * begins with `stopAt` it stands still, as it is, until it is killed.
 */
const [dataFolder = "", databaseUrl = "", folder = "", stopAt = ""] = process.argv.slice(2);

function say(line: string): void {
  writeSync(1, `${line}\n`);
  if (stopAt === "" || !line.startsWith(stopAt)) return;
  writeSync(1, "stands still\n");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function telling(id: string): Check {
  return {
    ...counting,
    measure() {
      say(`measuring ${id}`);
      return "SELECT count(*) AS number FROM commissions";
    },
    judge(measured, settings) {
      say(`judging ${id}`);
      return counting.judge(measured, settings);
    },
  };
}

const checks = new Map(["first", "second", "third"].map((id) => [id, telling(id)] as const));
const log = pino({ level: "silent" });
const options = { dataFolder, databaseUrl: databaseUrl || null, log };
const before = DateTime.fromISO("2026-10-13T11:00:00Z", { zone: "utc" });
let at = before;
const engine = await engineOn(options, await programIn(folder), {
  checks,
  now: () => at,
  onCommit: () => say("committed"),
  teller: {
    ...teller,
    async changed(_, { status }) {
      await Promise.resolve(say(`telling ${status}`));
    },
  },
});
say("working");
at = before.plus({ hours: 1, minutes: 1 });
await engine.cadences.tick();
