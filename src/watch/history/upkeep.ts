import { sql } from "kysely";
import type { Logger } from "pino";

import { spans } from "#model/history.ts";
import type { Keep } from "#model/history.ts";
import type { Store } from "#store/store.ts";
import { foldMinutes } from "#watch/history/fold.ts";
import { beginningOf } from "#watch/history/pages.ts";
import { forgetOld } from "#watch/history/retention.ts";

export interface UpkeepParts {
  readonly store: Pick<Store, "db" | "transaction" | "exclusive">;
  readonly keep: Keep;
  readonly log: Pick<Logger, "error">;
  readonly now?: () => number;
}

/** Milliseconds that a minute may still change after its hour has ended. */
const settling = 10 * spans.minute;
const usualEvery = 5 * spans.minute;

/** Keeps history short: minutes go onto pages once their hour has ended, and what is old is forgotten. */
export class Upkeep {
  readonly #parts: UpkeepParts;
  #under: Promise<void> = Promise.resolve();
  #clock: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: UpkeepParts) {
    this.#parts = parts;
  }

  /** Looks now and every few minutes; any number of processes may. */
  work(every = usualEvery): void {
    void this.tick();
    this.#clock = setInterval(() => void this.tick(), every);
    this.#clock.unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#clock);
    await this.#under;
  }

  /** Does what is due; never rejects. */
  tick(): Promise<void> {
    this.#under = this.#under.then(() =>
      this.#tidy().catch((error: unknown) => {
        this.#parts.log.error({ err: error }, "the history of endpoints could not be tidied");
      }),
    );
    return this.#under;
  }

  async #tidy(): Promise<void> {
    const { store, keep, now = Date.now } = this.#parts;
    const settled = new Date(beginningOf("hour", now() - settling));
    let isFolded = false;
    while (!this.#stopped) {
      const more = await store.transaction((trx) => foldMinutes(trx, settled));
      if (!more) break;
      isFolded = true;
    }
    if (this.#stopped) return;
    await forgetOld(store.db, keep, now());
    // The embedded database does not tidy up by itself.
    if (isFolded && store.exclusive) {
      for (const table of ["endpoint_minute", "endpoint_history"]) {
        await sql`VACUUM ${sql.table(table)}`.execute(store.db);
      }
    }
  }
}
