import type { Transaction } from "kysely";
import type { Logger } from "pino";

import type { Config } from "#config.ts";
import type { Artifact, ArtifactStore } from "#exports/artifacts.ts";
import type { Incident } from "#model/incident.ts";
import { endpointPicture } from "#watch/endpoint-picture.ts";
import { incidentKey } from "#slack/incident-teller.ts";
import { upload } from "#slack/outbox.ts";
import { lengthOf } from "#slack/views/incident-heading.ts";
import { timelineSheet } from "#slack/views/incident-timeline.ts";
import type { Upload } from "#slack/views/files.ts";
import type { Database } from "#store/schema.ts";
import type { Store } from "#store/store.ts";
import { recentIncidents } from "#watch/incidents/incident-rows.ts";
import type { IncidentTeller } from "#watch/incidents/incidents.ts";

type Trx = Transaction<Database>;

export interface IncidentFilesParts {
  readonly store: Pick<Store, "db" | "transaction" | "afterCommit">;
  readonly artifacts: Pick<ArtifactStore, "put">;
  readonly config: Pick<Config, "timezone" | "watch">;
  readonly log: Logger;
  /** Called after each commit in which files are owed. */
  readonly onCommit?: () => void;
  /** Milliseconds that the last looks take until history has them. */
  readonly settling?: number;
  /** Milliseconds of UTC. */
  readonly now?: () => number;
}

/** Incidents that ended longer ago than this are told without files. */
const longestAgo = 86_400_000;
/** A minute, so that the picture shows that it is well. */
const usualSettling = 70_000;
/** What a process that died owed is looked for this often, in milliseconds. */
const sweep = 60_000;

/** Adds a chart and the timeline to the thread of each incident that has ended, once history has its last looks. */
export class IncidentFiles implements IncidentTeller {
  readonly #parts: IncidentFilesParts;
  readonly #settling: number;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(parts: IncidentFilesParts) {
    this.#parts = parts;
    this.#settling = parts.settling ?? usualSettling;
    this.#now = parts.now ?? Date.now;
  }

  /** Makes what a killed process owed, and whatever is owed from now on. */
  work(): void {
    this.#rest(0);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#looking;
  }

  async changed(_: Trx, { endedAt }: Incident): Promise<void> {
    if (endedAt === null) return;
    this.#parts.store.afterCommit(() => this.#rest(this.#settling));
  }

  /** Makes what is owed by now; never rejects. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() =>
      this.#lookFor().catch((error: unknown) => {
        this.#parts.log.error({ err: error }, "files of incidents could not be made");
      }),
    );
    return this.#looking;
  }

  #rest(milliseconds: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      void this.look().then(() => this.#rest(sweep));
    }, milliseconds);
    this.#timer.unref();
  }

  async #lookFor(): Promise<void> {
    const { store, log } = this.#parts;
    const now = this.#now();
    const settled = now - this.#settling;
    const recent = await recentIncidents(store.db, new Date(now - longestAgo), new Date(now));
    for (const incident of recent) {
      const ended = incident.events.findLast(({ kind }) => kind === "ended");
      if (!ended || Date.parse(ended.at) > settled) continue;
      // One whose files cannot be made keeps none of the others waiting.
      await this.#give(incident).catch((error: unknown) => {
        log.error({ err: error, incident: incident.id }, "files of an incident could not be made");
      });
    }
  }

  async #give(incident: Incident): Promise<void> {
    const { store, onCommit = () => {} } = this.#parts;
    const { id, channel } = incident;
    const parent = incidentKey(id);
    const key = `${parent}:files`;
    if (channel === null || !(await this.#isOwed(parent, key))) return;
    const files = await this.#filesOf(incident);
    await store.transaction(async (trx) => {
      await upload(trx, { key, channel, parent }, files);
      store.afterCommit(onCommit);
    });
  }

  async #isOwed(parent: string, key: string): Promise<boolean> {
    const rows = await this.#parts.store.db
      .selectFrom("outbox")
      .select("key")
      .where("key", "in", [parent, key])
      .execute();
    return rows.length === 1 && rows[0]?.key === parent;
  }

  async #filesOf(incident: Incident): Promise<Upload> {
    const { artifacts } = this.#parts;
    const name = `incident-${incident.id.toLowerCase()}`;
    const picture = await this.#pictureOf(incident);
    const timeline = await artifacts.put(`${name}-timeline.csv`, { data: timelineSheet(incident) });
    const chart = picture && (await artifacts.put(`${name}-latency.png`, { data: picture }));
    const files = [
      ...(chart ? [fileOf(chart, "Latency and failures")] : []),
      fileOf(timeline, "Timeline"),
    ];
    return { text: `📈 How it went, ${lengthOf(incident)} in all`, files };
  }

  /** Of several endpoints the first that failed; a picture that fails costs nothing but itself. */
  async #pictureOf({ affected, beganAt, endedAt }: Incident): Promise<Uint8Array | null> {
    const { store, config, log } = this.#parts;
    const [first] = affected;
    if (!first || endedAt === null) return null;
    const [from, to] = [Date.parse(beganAt), Date.parse(endedAt)];
    const around = Math.max((to - from) / 4, 5 * 60_000);
    const now = this.#now();
    const span = { from: from - around, to: Math.min(to + around, now) };
    const { timezone, watch } = config;
    const parts = { db: store.db, keep: watch.keep, timezone, now };
    const drawn = { id: first.endpoint, interval: watch.endpoints.get(first.endpoint)?.interval };
    return endpointPicture(drawn, span, parts).catch((error: unknown) => {
      log.warn({ err: error, endpoint: first.endpoint }, "a picture could not be drawn");
      return null;
    });
  }
}

function fileOf({ file, bytes }: Artifact, title: string): Upload["files"][number] {
  return { file, title, bytes };
}
