import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";

import { DateTime } from "luxon";
import type { Logger } from "pino";

import { Cadences } from "#cadence/cadences.ts";
import { mendBooks } from "#cadence/close/books.ts";
import { withOwnChecks } from "#cadence/own-checks.ts";
import type { Command } from "#command.ts";
import {
  loadChecks,
  loadConfig,
  loadConfigIfThere,
  loadEnvironment,
  programFolder,
} from "#config.ts";
import type { Config, Environment } from "#config.ts";
import { ConfigError, SourceError } from "#errors.ts";
import { recordsIn } from "#evidence/records.ts";
import { serveRecords } from "#evidence/records-server.ts";
import { redactor } from "#evidence/redaction.ts";
import { redactionKey } from "#evidence/redaction/key.ts";
import { maskedLog } from "#evidence/redaction/masked-log.ts";
import { Packaging } from "#evidence/packaging.ts";
import { sharing } from "#evidence/redaction/sharing.ts";
import { sealStoredRuns } from "#evidence/seal.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { sweepWorkbenches } from "#exports/workbench.ts";
import { liveConfig } from "#live-config.ts";
import { lastClosedMonth } from "#model/window.ts";
import { openWatch } from "#open-watch.ts";
import { noteIds } from "#runs/known-ids.ts";
import { rememberIds } from "#runs/remember-ids.ts";
import { changesOf, noteVersions } from "#runs/runbook-versions.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import { Runs } from "#runs/runs.ts";
import { openPerformer } from "#runs/shelves.ts";
import { demoTimezone, writeDemo } from "#sandbox/demo/index.ts";
import { loadShelf } from "#shelf.ts";
import { slackAnnouncer } from "#slack/announcer.ts";
import { startSlack } from "#slack/app.ts";
import type { Slack } from "#slack/app.ts";
import { slackDigests } from "#slack/digest-teller.ts";
import { packageTeller } from "#slack/package-teller.ts";
import { openStore } from "#store/store.ts";
import { wayIntoSlack } from "#way-into-slack.ts";

/** Configuration to parts to start: the only place that wires the bot together. Returns when it is ready; a signal ends it. */
export async function start(options: { config: string; data: string }): Promise<void> {
  const environment = loadEnvironment();
  const { log, maskBy } = maskedLog(environment.logLevel);
  const data = resolve(options.data);
  const given = await givenConfig(options.config, environment);
  const store = await openStore({ dataFolder: data, databaseUrl: environment.databaseUrl, log });
  const closing: (() => Promise<void>)[] = [() => store.close()];
  try {
    if (store.exclusive) {
      const records = recordsIn(store);
      closing.push(await serveRecords({ dataFolder: data, records, log }));
    }
    const way = await wayIntoSlack(environment, data);
    closing.push(() => way.close());
    const live = liveConfig(given ?? (await demoConfig(data, way.box)));
    const { config } = live;
    const runbooks = await loadRunbooks(config);
    const checks = await withOwnChecks(config, await loadChecks());
    const earlier = await noteVersions(store.db, runbooks);
    const commands = await loadShelf<Command>(join(programFolder, "commands"));
    const artifacts = await openDiskArtifacts(join(data, "artifacts"));
    const scratchFolder = join(data, "scratch", "bot");
    const checkFolder = join(data, "scratch", "checks");
    if (store.exclusive)
      await Promise.all([scratchFolder, checkFolder].map((each) => sweepWorkbenches(each)));

    const redact = redactor(config.evidence.redact, await redactionKey(data, config.evidence.key));
    maskBy(redact);

    let slack: Slack | null = null;
    const watch = openWatch({
      store,
      config,
      artifacts,
      dataFolder: data,
      log,
      onCommit: () => slack?.wake(),
      notReady: () => (slack ? null : "Slack is not reached yet."),
    });
    // One core stays free to answer people while the others compare.
    const threads = Math.max(1, availableParallelism() - 1);
    const performer = await openPerformer({
      config,
      artifacts,
      scratchFolder,
      threads,
      noteIds: (source, seen) => noteIds(store.db, source, seen),
      nameOf: (user) => nameIn(slack, user),
      seal: sealStoredRuns({ db: store.db, artifacts, redactor: redact }),
      incidents: ({ context }) => watch.incidentsIn(context),
    });
    const mending = config.close ? mendBooks(config.close, log) : Promise.resolve();
    closing.push(() => mending);
    const announcer = slackAnnouncer(config);
    const runs = new Runs({ store, performer, announcer, log, onCommit: () => slack?.wake() });
    await runs.work();
    closing.push(() => runs.stop());
    const packaging = new Packaging({
      store,
      artifacts,
      redactor: redact,
      teller: packageTeller,
      log,
      onCommit: () => slack?.wake(),
    });
    await packaging.work();
    closing.push(() => packaging.stop());

    const cadences = new Cadences({
      store,
      config,
      checks,
      artifacts,
      scratchFolder: checkFolder,
      threads,
      teller: slackDigests({ runbooks, endpointDays: (trx, day) => watch.daysIn(trx, day) }),
      mask: (text) => redact.mask(text),
      log,
      onCommit: () => slack?.wake(),
    });
    await cadences.work();
    closing.push(() => cadences.stop());

    closing.push(() => watch.stop());
    await watch.work();
    const joined = await startSlack({
      ...way.slack,
      config,
      commands,
      runbooks,
      checks,
      cadences,
      watch: watch.desk,
      changes: (id) => {
        const runbook = runbooks.get(id);
        return runbook ? changesOf(runbook, earlier.get(id)) : null;
      },
      store,
      log,
      startRun: (trx, request) => runs.start(trx, request),
      people: runs.people,
      packaging,
      artifacts,
      pathOf: (file) => artifacts.pathOf(file),
      sharing: sharing({ artifacts, redactor: redact }),
    });
    slack = joined;
    closing.push(() => joined.close());
    const ending = new AbortController();
    const looking = rememberIds({
      config,
      store,
      artifacts,
      scratchFolder,
      log,
      signal: ending.signal,
    });
    closing.push(async () => {
      ending.abort();
      await looking;
    });
    if (given)
      closing.push(
        reloadBySignal(async () => {
          live.replace((await loadConfig(options.config)).watch);
          await watch.reload();
        }, log),
      );
    endBySignal(() => closeAll(closing), log);
    process.stdout.write(`${way.ready}\n`);
  } catch (error) {
    await closeAll(closing);
    throw aboutPort(error, environment.port);
  }
}

/** A close is signed by name: until Slack is reached it is not signed at all, but tried again. */
async function nameIn(slack: Slack | null, user: string): Promise<string> {
  if (slack) return slack.nameOf(user);
  throw new SourceError("Slack is not reached yet, so nobody is known by name.");
}

/** A port that is taken or forbidden is the deployment's matter. */
function aboutPort(error: unknown, port: number): unknown {
  if (!(error instanceof Error && "syscall" in error && error.syscall === "listen")) return error;
  const problem = `Port ${port} cannot be used: ${error.message}. Set COUNTERCHECK_PORT to another one.`;
  return new ConfigError(problem, { cause: error });
}

async function closeAll(closing: readonly (() => Promise<void>)[]): Promise<void> {
  for (const close of [...closing].reverse()) await close();
}

/** The first signal closes everything and ends the process. */
function endBySignal(close: () => Promise<void>, log: Logger): void {
  const failed = (error: unknown): never => {
    log.error({ err: error }, "stopping failed");
    process.exit(4);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void close().then(() => process.exit(), failed));
  }
}

/** SIGHUP has the endpoints of the configuration taken over; where there is a mistake in it, the last good one stays. */
function reloadBySignal(reload: () => Promise<void>, log: Logger): () => Promise<void> {
  const heard = (): void => {
    reload().then(
      () => log.info("the endpoints were read again; all else is at the next start"),
      (error: unknown) => log.error({ err: error }, "the endpoints stay as they were"),
    );
  };
  process.on("SIGHUP", heard);
  return async () => void process.off("SIGHUP", heard);
}

/** The file asked for, judged before anything is opened; null when there is none and the demo is to take its place. */
async function givenConfig(asked: string, environment: Environment): Promise<Config | null> {
  return environment.slack.mode === "box" ? loadConfigIfThere(asked) : loadConfig(asked);
}

/** The demo program's own, written anew into the data folder. */
async function demoConfig(data: string, box: string | null): Promise<Config> {
  const month = lastClosedMonth(DateTime.now(), demoTimezone);
  return loadConfig((await writeDemo({ folder: join(data, "demo"), month, box })).config);
}
