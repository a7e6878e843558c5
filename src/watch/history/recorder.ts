import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Logger } from "pino";
import { ulid } from "ulid";

import type { Endpoint } from "#model/endpoint.ts";
import type { Observation } from "#model/observation.ts";
import type { Tally } from "#model/tally.ts";
import type { Database } from "#store/schema.ts";
import { Recorded } from "#watch/history/recorded.ts";
import { keptSheet, shareOf } from "#watch/history/sheet.ts";

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
/** Rows held while they cannot be written, about an hour's. */
const mostOwed = 5000;

interface Owed {
  readonly at: number;
  readonly share: number;
  readonly sequence: number;
  readonly endpoints: string;
  readonly tallies: string;
}

/** Adds up looks in memory and writes them every few seconds. */
export class Recorder {
  readonly #parts: RecorderParts;
  readonly #now: () => number;
  readonly #writer = ulid();
  readonly #recorded = new Map<string, Recorded>();
  #owed: Owed[] = [];
  #sequence = 0;
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
    this.#owed.push(...this.#sheets(now));
    if (this.#owed.length === 0) return;
    try {
      await this.#insert(this.#owed);
      this.#owed = [];
    } catch (error) {
      const { log } = this.#parts;
      log.error({ err: error }, "what looks came to could not be written; it is tried again");
      this.#owed = this.#owed.slice(-mostOwed);
    }
  }

  /** What is new, by minute and share of the endpoints. */
  #sheets(now: number): Owed[] {
    const sheets = new Map<string, { at: number; share: number; tallies: Map<string, Tally> }>();
    for (const [endpoint, recorded] of this.#recorded) {
      for (const [at, tally] of recorded.take(now)) {
        const share = shareOf(endpoint);
        const key = `${at} ${share}`;
        const sheet = sheets.get(key) ?? { at, share, tallies: new Map<string, Tally>() };
        sheets.set(key, sheet);
        sheet.tallies.set(endpoint, tally);
      }
      if (recorded.isOver(now)) this.#recorded.delete(endpoint);
    }
    return [...sheets.values()].map(({ at, share, tallies: all }) => {
      const { endpoints, tallies } = keptSheet(all);
      const bytes = Buffer.from(tallies).toString("base64");
      return { at, share, sequence: (this.#sequence += 1), endpoints, tallies: bytes };
    });
  }

  async #insert(rows: readonly Owed[]): Promise<void> {
    await sql`INSERT INTO endpoint_minute (at, share, writer, sequence, endpoints, tallies)
      SELECT to_timestamp(at / 1000.0), share, ${this.#writer}, sequence, endpoints, decode(tallies, 'base64')
      FROM json_to_recordset(CAST(${JSON.stringify(rows)} AS json))
        AS row (at bigint, share integer, sequence integer, endpoints text, tallies text)
      ON CONFLICT DO NOTHING`.execute(this.#parts.db);
  }
}
