import type { Kysely } from "kysely";
import { sql } from "kysely";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

import type { Endpoint } from "#model/endpoint.ts";
import type { Observation } from "#model/observation.ts";
import { allowedBy, spanOf } from "#model/quota.ts";
import type { Quota } from "#model/quota.ts";
import type { Database } from "#store/schema.ts";

export interface MetricsParts {
  readonly db: Kysely<Database>;
  /** Those of the configuration as it is now: no other name becomes a label. */
  readonly endpoints: () => ReadonlyMap<string, Pick<Endpoint, "kind">>;
  /** What watching has come to in this process. */
  readonly counts?: () => { readonly overruns: number; readonly dropped: number };
  /** Quotas by the credential they belong to. */
  readonly quotas?: () => ReadonlyMap<string, Quota>;
}

const seconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const lateSeconds = [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5, 30];

/** What this process and its database come to, for Prometheus. Names of endpoints, conditions and credentials are its only labels. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #parts: MetricsParts;
  readonly #looks: Counter<"endpoint" | "condition">;
  readonly #durations: Histogram<"endpoint">;
  readonly #lateness: Histogram;
  readonly #up: Gauge<"endpoint">;
  readonly #condition: Gauge<"endpoint" | "condition">;
  readonly #known = new Set<string>();

  constructor(parts: MetricsParts) {
    this.#parts = parts;
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#looks = new Counter({
      name: "countercheck_looks_total",
      help: "Looks at an endpoint by this process, by what they came to",
      labelNames: ["endpoint", "condition"],
      registers,
    });
    this.#durations = new Histogram({
      name: "countercheck_look_duration_seconds",
      help: "How long looks at an endpoint took",
      labelNames: ["endpoint"],
      buckets: seconds,
      registers,
    });
    this.#lateness = new Histogram({
      name: "countercheck_look_lateness_seconds",
      help: "How long after they were due looks began",
      buckets: lateSeconds,
      registers,
    });
    this.#up = new Gauge({
      name: "countercheck_endpoint_up",
      help: "1 while an endpoint is up, 0 while it is not; without a value before its first look",
      labelNames: ["endpoint"],
      registers,
    });
    this.#condition = new Gauge({
      name: "countercheck_endpoint_condition",
      help: "1 for what the last look at an endpoint came to",
      labelNames: ["endpoint", "condition"],
      registers,
    });
    this.#whole(registers);
  }

  /** Counts a look; one at an endpoint that is not configured any more is left out. */
  looked(endpoint: string, { condition, milliseconds }: Observation): void {
    if (!this.#parts.endpoints().has(endpoint)) return;
    this.#known.add(endpoint);
    this.#looks.inc({ endpoint, condition });
    this.#durations.observe({ endpoint }, milliseconds / 1000);
  }

  /** Hears how many milliseconds after it was due a look began. */
  late(milliseconds: number): void {
    this.#lateness.observe(Math.max(0, milliseconds) / 1000);
  }

  /** All of it as text, and what kind of text that is. */
  async text(): Promise<{ readonly type: string; readonly body: string }> {
    const configured = this.#parts.endpoints();
    for (const endpoint of this.#known) {
      if (configured.has(endpoint)) continue;
      this.#known.delete(endpoint);
      this.#durations.remove({ endpoint });
    }
    const gone = (await this.#looks.get()).values.filter(
      ({ labels }) => !configured.has(String(labels.endpoint)),
    );
    for (const { labels } of gone) this.#looks.remove(labels);
    await this.#readEndpoints();
    return { type: this.#registry.contentType, body: await this.#registry.metrics() };
  }

  /** What is known of each endpoint, whichever process looked. */
  async #readEndpoints(): Promise<void> {
    const rows = await this.#parts.db
      .selectFrom("endpoint")
      .select(["id", "observation", sql<string>`state ->> 'standing'`.as("standing")])
      .where("observation", "is not", null)
      .execute();
    this.#up.reset();
    this.#condition.reset();
    for (const { id, observation, standing } of rows) {
      if (!this.#parts.endpoints().has(id) || observation === null) continue;
      this.#condition.set({ endpoint: id, condition: observation.condition }, 1);
      // Once suspected it is up until that is confirmed; people have heard nothing else.
      if (standing !== "new") this.#up.set({ endpoint: id }, isUp(standing) ? 1 : 0);
    }
  }

  #whole(registers: Registry[]): void {
    const { db, counts, quotas } = this.#parts;
    gauge("countercheck_incidents_open", "Incidents that go on", registers, async () => {
      const found = await db
        .selectFrom("incident")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("ended_at", "is", null)
        .executeTakeFirst();
      return found?.count ?? 0;
    });
    const owed = () =>
      db
        .selectFrom("outbox")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .select(
          sql<number>`CAST(coalesce(extract(epoch FROM now() - min(created_at)), 0) AS float8)`.as(
            "age",
          ),
        )
        .where("status", "in", ["pending", "sending"])
        .executeTakeFirst();
    gauge(
      "countercheck_outbox_owed",
      "Messages owed to Slack",
      registers,
      async () => (await owed())?.count ?? 0,
    );
    const age = "Age of the oldest message owed to Slack, 0 where none is";
    gauge("countercheck_outbox_age_seconds", age, registers, async () => (await owed())?.age ?? 0);
    if (counts) {
      const overruns = "Looks left out since the one before was not over";
      counter("countercheck_overruns_total", overruns, registers, () => counts().overruns);
      const dropped = "Looks whose result was not taken, since another process had taken over";
      counter("countercheck_dropped_looks_total", dropped, registers, () => counts().dropped);
    }
    if (!quotas) return;
    const left = new Gauge({
      name: "countercheck_quota_left",
      help: "Requests that looks may still make of a credential's quota",
      labelNames: ["credential"],
      registers,
      async collect() {
        const taken = await takenOf(db, quotas());
        left.reset();
        for (const [credential, quota] of quotas()) {
          const count = Math.max(0, allowedBy(quota) - (taken.get(credential) ?? 0));
          left.set({ credential }, count);
        }
      },
    });
  }
}

/** What all processes have taken of quotas within their spans. */
async function takenOf(
  db: Kysely<Database>,
  quotas: ReadonlyMap<string, Quota>,
): Promise<ReadonlyMap<string, number>> {
  const taken = new Map<string, number>();
  const rows = await db.selectFrom("quota_use").selectAll().execute();
  for (const { credential, slot, taken: count } of rows) {
    const quota = quotas.get(credential);
    if (!quota || slot.getTime() <= Date.now() - spanOf(quota)) continue;
    taken.set(credential, (taken.get(credential) ?? 0) + count);
  }
  return taken;
}

function isUp(standing: string): boolean {
  return standing === "up" || standing === "suspect";
}

function gauge(
  name: string,
  help: string,
  registers: Registry[],
  read: () => Promise<number>,
): void {
  const one = new Gauge({
    name,
    help,
    registers,
    async collect() {
      one.set(await read());
    },
  });
}

/** A count that is kept elsewhere and only grows. */
function counter(name: string, help: string, registers: Registry[], read: () => number): void {
  const one = new Counter({
    name,
    help,
    registers,
    collect() {
      one.reset();
      one.inc(read());
    },
  });
}
