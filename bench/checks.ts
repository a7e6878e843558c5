import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import type { DateTime } from "luxon";

import { planOf, sourcesOf } from "#cadence/check-plan.ts";
import { judgeAll } from "#cadence/judge-all.ts";
import { loadChecks, loadConfig } from "#config.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { parsePeriod } from "#model/period.ts";
import type { Period } from "#model/period.ts";

import { randomOf } from "./random.ts";
import { TrialExports } from "./trial/exports.ts";
import { faultKinds, kindsOf, plantedIn } from "./trial/faults.ts";
import { timezone, trialProgram } from "./trial/program.ts";
import type { TrialProgram } from "./trial/program.ts";
import { foundBy, printTable } from "./trial/score.ts";
import type { Alarm, Score } from "./trial/score.ts";
import { zScores } from "./trial/z-score.ts";

/**
 * Precision and recall: programs of half a year with faults planted on known days. The last three months go through the
 * cadences as they would have, from files as they stood at each due instant; beside them a z-score of the same numbers.
 */
const { values } = parseArgs({
  options: {
    programs: { type: "string", default: "4" },
    // The number of the first, to look at one.
    first: { type: "string", default: "1" },
    // No fault is planted: every alarm is false.
    clean: { type: "boolean", default: false },
    // Only these are planted, separated by commas, and only windows within their reach are judged: what is found, and soon.
    kinds: { type: "string" },
    // Every alarm with its sentence.
    alarms: { type: "boolean", default: false },
  },
});
const [days, judgedFrom] = [184, 92];
const weeks = (days - judgedFrom) / 7;
const shelf = await loadChecks();
const started = performance.now();
const scores: Score[] = [];
// Broken off, it tells of the programs that were done.
process.once("SIGINT", () => {
  printTable(scores, (performance.now() - started) / 1000);
  process.exit(130);
});

for (let number = 0; number < Number(values.programs); number += 1) {
  const seed = Number(values.first) + number;
  const random = randomOf(seed);
  const kinds = faultKinds.filter((kind) => values.kinds?.split(",").includes(kind));
  const chosen = values.kinds === undefined ? kindsOf(seed) : kinds;
  const faults = plantedIn(values.clean ? [] : chosen, judgedFrom + 2, days - 6, random);
  const program = trialProgram(seed, days, faults);
  const begun = performance.now();
  const ours = await judgedDays(program);
  process.stderr.write(`program ${seed}: ${((performance.now() - begun) / 1000).toFixed(0)} s\n`);
  scores.push({
    faults,
    weeks,
    ours: foundBy(ours, faults),
    peer: foundBy(
      zScores(program, judgedFrom, days).filter(({ to }) => isJudged(program, to, 1)),
      faults,
    ),
  });
}
printTable(scores, (performance.now() - started) / 1000);

/** What the cadences said of each day, week and month, in the order of time. */
async function judgedDays(program: TrialProgram): Promise<Alarm[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-checks-"));
  const exports = new TrialExports(program, folder);
  await exports.begin();
  await exports.write(program.dayStart(judgedFrom));
  const config = await loadConfig(join(folder, "countercheck.yml"));
  const alarms: Alarm[] = [];
  for (let day = judgedFrom; day < days; day += 1) {
    const date = program.starts.plus({ days: day });
    for (const { id, period, at } of dueAfter(date)) {
      const length = { daily: 1, weekly: 7, monthly: date.daysInMonth ?? 30 }[id];
      if (!isJudged(program, day, length)) continue;
      const cadence = config.cadences.get(id);
      if (!cadence) throw new Error(`there is no cadence ${id}`);
      await exports.write(at.toMillis());
      const kept = join(folder, "kept");
      await mkdir(kept);
      const judged = await judgeAll(
        {
          config,
          artifacts: await openDiskArtifacts(kept),
          scratchFolder: join(folder, "scratch"),
          threads: 1,
        },
        {
          plan: planOf(cadence, shelf, config),
          sources: sourcesOf(cadence, config),
          period,
          at,
          signal: new AbortController().signal,
        },
      );
      await rm(kept, { recursive: true });
      for (const { check, outcome, text } of judged) {
        if (["pass", "not_available"].includes(outcome)) continue;
        alarms.push({ check, cadence: id, outcome, text, from: day - length + 1, to: day });
        if (values.alarms) console.log(id, day, check, outcome, text);
      }
    }
  }
  await rm(folder, { recursive: true });
  return alarms;
}

/** Whether a window of so many days up to one is judged: every one, unless only those that tell of the faults are. */
function isJudged({ faults }: TrialProgram, day: number, length: number): boolean {
  if (values.kinds === undefined) return true;
  return faults.some(({ from, to, lingers }) => day >= from && day - length < to + lingers);
}

/** What is due on the morning after a day. */
function dueAfter(date: DateTime) {
  const next = date.plus({ days: 1 });
  const due: { id: "daily" | "weekly" | "monthly"; period: Period; at: DateTime }[] = [
    {
      id: "daily",
      period: parsePeriod(date.toFormat("yyyy-MM-dd"), timezone),
      at: next.set({ hour: 8 }),
    },
  ];
  if (next.weekday === 1) {
    const period = parsePeriod(date.toFormat("kkkk-'W'WW"), timezone);
    due.push({ id: "weekly", period, at: next.set({ hour: 8, minute: 30 }) });
  }
  if (next.day === 1) {
    const period = parsePeriod(date.toFormat("yyyy-MM"), timezone);
    due.push({ id: "monthly", period, at: next.set({ hour: 9 }) });
  }
  return due;
}
