import { join } from "node:path";

import type { Transaction } from "kysely";
import type { Logger } from "pino";

import type { Config } from "#config.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import { sweepWorkbenches } from "#exports/workbench.ts";
import type { EndpointDay } from "#model/endpoint-day.ts";
import { usualHistory } from "#model/history.ts";
import type { EndpointIncident } from "#model/timeline.ts";
import { boundsOf } from "#model/window.ts";
import type { Window } from "#model/window.ts";
import { IncidentFiles } from "#slack/incident-files.ts";
import { slackIncidents } from "#slack/incident-teller.ts";
import { slackLossFiles } from "#slack/loss-files.ts";
import type { WatchDesk } from "#slack/watch-desk.ts";
import type { Database } from "#store/schema.ts";
import type { Store } from "#store/store.ts";
import { arrivalsOf } from "#watch/arrivals.ts";
import { beatSecret } from "#watch/front/beats.ts";
import { openFront } from "#watch/front/front.ts";
import { Metrics } from "#watch/front/metrics.ts";
import { endpointDays } from "#watch/history/endpoint-days.ts";
import { Recorder } from "#watch/history/recorder.ts";
import { Upkeep } from "#watch/history/upkeep.ts";
import type { Window as Between } from "#watch/history/windows.ts";
import { endpointIncidents } from "#watch/incidents/endpoint-incidents.ts";
import { Incidents } from "#watch/incidents/incidents.ts";
import { KnownMaintenance } from "#watch/known-maintenance.ts";
import { Losses } from "#watch/loss/losses.ts";
import { Watch } from "#watch/watch.ts";

export interface OpenWatchParts {
  readonly store: Store;
  /** Its endpoints may be replaced while they are looked at. */
  readonly config: Config;
  readonly artifacts: ArtifactStore;
  readonly dataFolder: string;
  readonly log: Logger;
  /** Called after each commit in which something is owed to Slack. */
  readonly onCommit: () => void;
  /** Why the bot is not ready yet, a sentence; null when it is. */
  readonly notReady: () => string | null;
}

/** Everything that looks at endpoints, and what it keeps, tells and answers. */
export interface OpenedWatch {
  readonly desk: WatchDesk;
  /** What a day was like for each endpoint. */
  daysIn(trx: Transaction<Database>, day: Between): Promise<readonly EndpointDay[]>;
  /** Outages within the days of a window; null where no endpoint is watched. */
  incidentsIn(window: Window): Promise<readonly EndpointIncident[] | null>;
  /** Looks from now on. */
  work(): Promise<void>;
  /** Takes over the endpoints that the configuration has now. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/** Milliseconds after which nobody reads an export any more, where another process may be reading one. */
const abandoned = 86_400_000;

/** Joins the parts of the watch. */
export function openWatch(parts: OpenWatchParts): OpenedWatch {
  const { store, config, artifacts, dataFolder, log, onCommit, notReady } = parts;
  const { db } = store;
  const endpoints = () => config.watch.endpoints;
  const { keep = usualHistory.keep } = config.watch;
  const scratchFolder = join(dataFolder, "scratch", "watch");
  const ending = new AbortController();

  const maintenance = new KnownMaintenance(db, (error) =>
    log.error({ err: error }, "declared maintenance could not be read"),
  );
  const recorder = new Recorder({
    db,
    log,
    endpoint: (id) => endpoints().get(id),
    isMaintained(id, at) {
      const endpoint = endpoints().get(id);
      return endpoint !== undefined && maintenance.covers(endpoint, at);
    },
  });
  const metrics = new Metrics({
    db,
    endpoints,
    counts: () => watch.counts,
    quotas: () => config.watch.quotas,
  });
  const losses = new Losses({
    store,
    config,
    scratchFolder,
    act: (trx, id, event) => incidents.act(trx, id, event),
    hearPartners: slackLossFiles(artifacts),
    log,
  });
  const files = new IncidentFiles({ store, artifacts, config, log, onCommit });
  const incidents = new Incidents({
    store,
    watching: config.watch,
    tellers: [slackIncidents({ endpoints }), losses, files],
    log,
    onCommit,
  });
  const watch = new Watch({
    store,
    watching: config.watch,
    recorder: {
      record(endpoint, seen) {
        recorder.record(endpoint, seen);
        metrics.looked(endpoint, seen.observation);
      },
      flush: () => recorder.flush(),
    },
    arrivals: ({ source }, dataset, scope) =>
      arrivalsOf(source, { dataset, scope }, { config, scratchFolder, signal: ending.signal }),
    log,
    onTransition: () => incidents.wake(),
    onLook: (late) => metrics.late(late),
  });
  const upkeep = new Upkeep({ store, keep, log });
  let close = async (): Promise<void> => {};

  return {
    desk: { incidents, look: (endpoint) => watch.lookOnce(endpoint) },
    daysIn: (trx, day) => endpointDays(endpoints(), day, { db: trx, keep }),
    async incidentsIn(window) {
      if (endpoints().size === 0) return null;
      const { start, end } = boundsOf(window);
      return endpointIncidents(db, start.toJSDate(), end.toJSDate());
    },
    async work() {
      const { listen = null, beatKey = null } = config.watch;
      if (listen !== null) {
        const secret = await beatSecret(dataFolder, beatKey);
        const front = await openFront({
          listen,
          db,
          metrics,
          beatSecret: secret,
          endpoints,
          notReady,
          log,
        });
        ({ close } = front);
      }
      // What a killed process read is of no use to the next.
      await sweepWorkbenches(scratchFolder, store.exclusive ? Infinity : Date.now() - abandoned);
      await maintenance.work();
      recorder.work();
      upkeep.work();
      await losses.work();
      await incidents.work();
      files.work();
      await watch.work();
    },
    async reload() {
      await watch.reload(config.watch);
      await incidents.reload(config.watch);
    },
    async stop() {
      ending.abort(new Error("stopped"));
      await close();
      await watch.stop();
      await files.stop();
      await incidents.stop();
      await losses.stop();
      await upkeep.stop();
      await recorder.stop();
      await maintenance.stop();
    },
  };
}
