import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { pino } from "pino";
import { DateTime } from "luxon";

import { loadConfig } from "#config.ts";
import { redactor } from "#evidence/redaction.ts";
import { readRunRecord } from "#evidence/run-record.ts";
import { sealRun, sealStoredRuns } from "#evidence/seal.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import { resolveRequest } from "#runs/parameters.ts";
import type { Performer } from "#runs/perform.ts";
import { answersTo } from "#runs/run-rows.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import { Runs } from "#runs/runs.ts";
import { openPerformer } from "#runs/shelves.ts";
import type { StepInput } from "#step.ts";
import { openStore } from "#store/store.ts";

/**
 * Does a runbook in a process of its own, people's part included, at a clock that stands still. With a boundary to stop at
 * it kills itself by kill -9: `before:<boundary>` within the transaction that brings it, `after:<boundary>` once that is
 * committed. A boundary is the state of the run's steps, and `+answer` where somebody answered in it. Ends by printing the
 * boundaries it came through and the root of the run's evidence package.
 */
const [folder = "", data = "", id = "", stopAt = ""] = process.argv.slice(2);
const clock = new Date("2026-11-03T09:00:00Z");

const log = pino({ level: "silent" });
const config = await loadConfig(join(folder, "countercheck.yml"));
const store = await openStore({ dataFolder: data, databaseUrl: null, log });
const artifacts = await openDiskArtifacts(join(data, "artifacts"));
const redact = redactor(config.evidence.redact, Buffer.from("the same in every process"));
const parts = { config, artifacts, scratchFolder: join(data, "scratch"), threads: 1 };
const seal = sealStoredRuns({ db: store.db, artifacts, redactor: redact });
const performer = atItsOwnTime(await openPerformer({ ...parts, seal }));
const boundaries: string[] = [];
let ended: Run | null = null;

const runs = new Runs({
  store,
  performer,
  log,
  now: () => clock,
  // The run's id stands in its package, which is to be the same in every process.
  newId: () => "01KA1V9QK3W8D5Z7N2R4T6Y8BC",
  announcer: {
    async changed(trx, run, steps) {
      pass(stateOf(steps));
      store.afterCommit(() => {
        if (run.status === "running") void answerFor(run, steps);
        else ended = run;
      });
    },
  },
});

/** What a step waits for has come when it is done again: the clock stands still, so nobody would ever be late. */
function atItsOwnTime(all: Performer): Performer {
  const later = (input: StepInput): StepInput => {
    const due = (input.memory as { due?: string } | null)?.due;
    return due === undefined ? input : { ...input, at: due };
  };
  return {
    perform: (performance) => all.perform({ ...performance, input: later(performance.input) }),
    release: (runId) => all.release(runId),
  };
}

function stateOf(steps: readonly RunStep[]): string {
  return steps.map(({ status }) => status.charAt(0)).join("");
}

/** Notes a boundary of the transaction this stands in, or ends there. */
function pass(boundary: string): void {
  die(`before:${boundary}`);
  store.afterCommit(() => {
    if (boundaries.at(-1) !== boundary) boundaries.push(boundary);
    die(`after:${boundary}`);
  });
}

function die(at: string): void {
  if (at === stopAt) process.kill(process.pid, "SIGKILL");
}

/** What people say where they may, of several the first. */
const willing = ["approve", "confirm", "answer", "skip"] as const;

/** Says once to each step that waits for people what lets it go on. */
async function answerFor(run: Run, steps: readonly RunStep[]): Promise<void> {
  const step = steps.find(({ status }) => status === "waiting");
  const actions = step?.pause?.prompt?.actions ?? [];
  if (!step || actions.length === 0) return;
  const key = { runId: run.id, position: step.position };
  const action = willing.find((each) => actions.includes(each));
  if (!action) throw new Error(`nothing can be said to ${step.step_id}`);
  await store.transaction(async (trx) => {
    if ((await answersTo(trx, key)).length > 0) return;
    const said = { action, by: "U2", value: "nothing to add", reason: "not at hand" };
    await runs.people.answer(trx, key, said);
    pass(`${stateOf(steps)}+answer`);
  });
}

const runbook = (await loadRunbooks()).get(id);
if (!runbook) throw new Error(`there is no runbook ${id}`);
await runs.work();
const [started] = await store.db.selectFrom("run").selectAll().execute();
if (!started) {
  const now = DateTime.fromJSDate(clock);
  const request = resolveRequest(runbook, { window: "2026-10" }, config, now);
  const asked = { ...request, runbook, requestedBy: "U1", channel: "C1" };
  await store.transaction((trx) => runs.start(trx, asked));
} else {
  const steps = store.db.selectFrom("run_step").selectAll().where("run_id", "=", started.id);
  if (started.status === "running")
    await answerFor(started, await steps.orderBy("position").execute());
  else ended = started;
}
while (ended === null) await pause(20);
const { id: runId, status } = ended;
const record = await readRunRecord(store.db, runId);
if (!record) throw new Error("the run is not in the store");
const createdAt = clock.toISOString();
const { root } = await sealRun({ artifacts, redactor: redact }, { record, createdAt, reason: "-" });
await runs.stop(0);
await store.close();
process.stdout.write(JSON.stringify({ boundaries, status, root, items: record.ledger.length }));
