import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type { Kysely } from "kysely";
import { expect, test } from "vitest";

import { openStore } from "#store/store.ts";
import type { StoreOptions } from "#store/store.ts";
import { embeddedDatabases, serverDatabases } from "../store/databases.ts";
import { allStates, announcedOf } from "./fixtures.ts";

const child = fileURLToPath(new URL("runs-child.ts", import.meta.url));
const over = "announcing finished complete complete complete";

interface Child {
  readonly process: ChildProcess;
  readonly lines: AsyncIterator<string>;
  readonly said: string[];
}

function start({ dataFolder, databaseUrl }: StoreOptions, stopAt: string, startOne: boolean) {
  const started = spawn(
    process.execPath,
    [child, dataFolder, databaseUrl ?? "", stopAt, startOne ? "start" : ""],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
  return { process: started, lines, said: [] } satisfies Child;
}

/** Reads what the child says until it says this. */
async function until(running: Child, beginning: string): Promise<void> {
  for (;;) {
    const { value, done } = await running.lines.next();
    if (done) throw new Error(`ended before "${beginning}", after ${running.said.join(", ")}`);
    running.said.push(value);
    if (value.startsWith(beginning)) return;
  }
}

async function kill(running: Child): Promise<void> {
  const gone = once(running.process, "exit");
  running.process.kill("SIGKILL");
  await gone;
}

/** How the run stands in the store at the end. */
async function endOf(options: StoreOptions) {
  const store = await openStore(options);
  const run = await store.db.selectFrom("run").selectAll().executeTakeFirstOrThrow();
  const steps = await store.db.selectFrom("run_step").selectAll().orderBy("position").execute();
  const end = {
    status: run.status,
    failure: run.failure,
    summaries: steps.map(({ outcome }) => outcome?.summary),
    announced: await announcedOf(store.db as unknown as Kysely<never>, run.id),
    starts: steps.map((step) => `performing ${step.step_id} ${step.started_at?.toISOString()}`),
    jobs: await store.jobs.fetch("run-step"),
  };
  await store.close();
  return end;
}

/** How it stands when nothing was ever killed, if what the processes said fits that. */
function asIfNeverKilled(...processes: readonly Child[]) {
  const said = processes.flatMap((running) => running.said);
  return {
    status: "finished",
    failure: null,
    summaries: ["s0 after nothing", "s1 after s0", "s2 after s0 s1"],
    announced: allStates(3),
    starts: [...new Set(said.filter((line) => line.startsWith("performing")))],
    jobs: [],
  };
}

test("a run killed at every boundary of every step ends as if it had not been, told of once", async () => {
  const databases = await embeddedDatabases();
  const options = await databases.fresh();
  const boundaries = ["s0", "s1", "s2"].flatMap((step, position) => {
    const states = allStates(3).slice(1 + 2 * position, 3 + 2 * position);
    return [
      `announcing ${states[0]}`,
      `performing ${step}`,
      `performed ${step}`,
      `announcing ${states[1]}`,
    ];
  });
  const all: Child[] = [];
  for (const boundary of ["committed", ...boundaries]) {
    const running = start(options, boundary, all.length === 0);
    all.push(running);
    await until(running, "stands still");
    await kill(running);
  }
  const last = start(options, "", false);
  await until(last, over);
  await until(last, "committed");
  await kill(last);

  expect(await endOf(options)).toEqual(asIfNeverKilled(...all, last));
  await databases.stop();
}, 180_000);

test("a dead process's step goes on in a living one within half a minute", async () => {
  const databases = await serverDatabases();
  const options = await databases.fresh();
  const dying = start(options, "performing s1", true);
  await until(dying, "stands still");
  const living = start(options, "", false);
  await until(living, "working");
  await kill(dying);
  const killed = performance.now();
  await until(living, "performing s1");
  const took = performance.now() - killed;
  await until(living, over);
  await until(living, "committed");
  await kill(living);

  expect(took).toBeLessThan(30_000);
  expect(await endOf(options)).toEqual(asIfNeverKilled(dying, living));
  await databases.stop();
}, 120_000);
