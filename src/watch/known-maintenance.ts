import type { Kysely } from "kysely";

import type { Endpoint } from "#model/endpoint.ts";
import { maintenanceAt } from "#model/maintenance.ts";
import type { Declared } from "#model/maintenance.ts";
import type { Database } from "#store/schema.ts";
import { declaredBy } from "#watch/incidents/declared.ts";

/** Milliseconds that a word of maintenance takes, at the most, until looks count as made in it. */
const usualEvery = 5000;

/** What people have declared of endpoints, kept at hand: every look asks. */
export class KnownMaintenance {
  readonly #db: Kysely<Database>;
  readonly #onFault: (error: unknown) => void;
  #declared: ReadonlyMap<string, readonly Declared[]> = new Map();
  #clock: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(db: Kysely<Database>, onFault: (error: unknown) => void) {
    this.#db = db;
    this.#onFault = onFault;
  }

  /** Reads now, and every few seconds from now on. */
  async work(every = usualEvery): Promise<void> {
    await this.read();
    this.#clock = setInterval(() => void this.read(), every);
    this.#clock.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#clock);
    await this.#reading;
  }

  /** Whether an endpoint may be down without a word at an instant, in milliseconds of UTC. */
  covers(endpoint: Endpoint, at: number): boolean {
    return maintenanceAt(endpoint, this.#declared.get(endpoint.id) ?? [], at) !== null;
  }

  /** Never rejects: what was known goes on being known. */
  read(): Promise<void> {
    this.#reading = this.#reading.then(async () => {
      try {
        this.#declared = await declaredBy(this.#db, new Date());
      } catch (error) {
        this.#onFault(error);
      }
    });
    return this.#reading;
  }
}
