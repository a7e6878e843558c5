import { writeSync } from "node:fs";

import type { Kysely } from "kysely";
import { pino } from "pino";

import { Runs } from "#runs/runs.ts";
import { openStore } from "#store/store.ts";
import { announcerOf, makeAnnouncements, outcomeOf, performerOf, requestOf } from "./fixtures.ts";

/**
 * Works in a process of its own and says what it comes to, one line each. At the line that begins with `stopAt` it
 * stands still, as it is, until it is killed. Started with a run to start, it starts one.
 */
const [dataFolder = "", databaseUrl = "", stopAt = "", startOne = ""] = process.argv.slice(2);

function say(line: string): void {
  writeSync(1, `${line}\n`);
  if (stopAt === "" || !line.startsWith(stopAt)) return;
  writeSync(1, "stands still\n");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const store = await openStore({
  dataFolder,
  databaseUrl: databaseUrl || null,
  log: pino({ level: "silent" }),
});
await makeAnnouncements(store.db as unknown as Kysely<never>);
const performer = performerOf(async ({ step, input }) => {
  say(`performing ${step.id} ${input.startedAt}`);
  await new Promise(setImmediate);
  say(`performed ${step.id}`);
  const before = Object.keys(input.outcomes).join(" ");
  return outcomeOf(`${step.id} after ${before || "nothing"}`);
});
const runs = new Runs({
  store,
  performer,
  announcer: announcerOf((state) => say(`announcing ${state}`)),
  onCommit: () => say("committed"),
  log: pino({ level: "silent" }),
});
await runs.work();
say("working");
if (startOne !== "") await store.transaction((trx) => runs.start(trx, requestOf(3)));
