import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Logger } from "pino";
import { ulid } from "ulid";

import type { Endpoint } from "#model/endpoint.ts";
import { spans } from "#model/history.ts";
import type { Observation } from "#model/observation.ts";
import type { Database } from "#store/schema.ts";
import { Recorded } from "#watch/history/recorded.ts";
import { pageBytes } from "#watch/history/pages.ts";

export interface RecorderParts {
  readonly db: Kysely<Database>;
  readonly log: Pick<Logger, "error">;
  /** As the configuration has it now; undefined of one that is gone. */
  readonly endpoint: (id: string) => Pick<Endpoint, "interval" | "timeout"> | undefined;
  /** Whether it may be down without a word at that instant. */
  readonly isMaintained: (id: string, at: number) => boolean;
  readonly now?: () => number;
}

/** One look, at the instant it began. */
export interface SeenLook {
  readonly at: number;
  readonly observation: Pick<Observation, "condition" | "milliseconds">;
}

/** Milliseconds between writes: what a process that is killed has not yet written. */
const usualEvery = 10_000;
/** Milliseconds that an answer may come after its endpoint's timeout, on a busy machine. */
const slack = 5000;
const rowsAtOnce = 500;

/** Adds up looks in memory and writes them every few seconds, each minute as this process saw it. */
export class Recorder {
  readonly #parts: RecorderParts;
  readonly #now: () => number;
  /** Two processes that look at one endpoint in the same minute write a row each. */
  readonly #writer = ulid();
  readonly #recorded = new Map<string, Recorded>();
  #writing: Promise<void> = Promise.resolve();
  #clock: NodeJS.Timeout | undefined;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
  }

  /** Takes in one look; memory only. */
  record(endpoint: string, { at, observation }: SeenLook): void {
    const { isMaintained, endpoint: configured } = this.#parts;
    const { interval, timeout } = configured(endpoint) ?? { interval: 0, timeout: 0 };
    let recorded = this.#recorded.get(endpoint);
    if (!recorded) this.#recorded.set(endpoint, (recorded = new Recorded()));
    const standsFor = interval + timeout + slack;
    recorded.look(at, observation, { standsFor, isMaintained: isMaintained(endpoint, at) });
  }

  /** Writes every few milliseconds from now on. */
  work(every = usualEvery): void {
    this.#clock = setInterval(() => void this.flush(), every);
    this.#clock.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#clock);
    await this.flush();
  }

  /** Writes what is new; never rejects: what could not be written is written with the next. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const now = this.#now();
    const rows = [...this.#recorded].flatMap(([endpoint, recorded]) =>
      recorded.take(now).map(([at, tally]) => {
        const bytes = pageBytes(new Map([[at, tally]]), "minute", at);
        return { endpoint, at, tally: Buffer.from(bytes).toString("base64") };
      }),
    );
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      const some = rows.slice(from, from + rowsAtOnce);
      try {
        await this.#insert(some);
      } catch (error) {
        this.#parts.log.error({ err: error }, "what looks came to could not be written");
        for (const { endpoint, at } of some) this.#recorded.get(endpoint)?.giveBack(at);
      }
    }
    for (const [endpoint, recorded] of this.#recorded) {
      if (recorded.forget(now - 5 * spans.minute)) this.#recorded.delete(endpoint);
    }
  }

  async #insert(rows: readonly object[]): Promise<void> {
    await sql`INSERT INTO endpoint_minute (endpoint, at, writer, tally)
      SELECT endpoint, to_timestamp(at / 1000.0), ${this.#writer}, decode(tally, 'base64')
      FROM json_to_recordset(CAST(${JSON.stringify(rows)} AS json)) AS row (endpoint text, at bigint, tally text)
      ON CONFLICT (endpoint, at, writer) DO UPDATE SET tally = excluded.tally`.execute(
      this.#parts.db,
    );
  }
}
