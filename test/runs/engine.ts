import type { Kysely } from "kysely";
import { pino } from "pino";
import type { Logger } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";

import type { Announcer } from "#runs/announcer.ts";
import type { Performance } from "#runs/perform.ts";
import { Runs } from "#runs/runs.ts";
import type { StepResult } from "#step.ts";
import { openStore } from "#store/store.ts";
import type { Store } from "#store/store.ts";
import { embeddedDatabases } from "../store/databases.ts";
import type { Databases } from "../store/databases.ts";
import { announcedOf, announcerOf, makeAnnouncements, performerOf, requestOf } from "./fixtures.ts";

/** An engine on the embedded database for each test of a file. */
export class Engine {
  store: Store | null = null;
  runs: Runs | null = null;
  released: readonly string[] = [];

  /** Takes steps and does this for each, without waiting between tries. */
  async work(
    perform: (performance: Performance) => Promise<StepResult>,
    announcer: Announcer = announcerOf(),
    log: Logger = pino({ level: "silent" }),
  ): Promise<void> {
    const performer = performerOf(perform);
    this.released = performer.released;
    this.runs = new Runs({ store: this.open, performer, announcer, log, waits: [0, 0] });
    await this.runs.work();
  }

  get open(): Store {
    if (!this.store) throw new Error("no store is open");
    return this.store;
  }

  /** Starts a run of so many steps and returns its id. */
  begin(steps: number): Promise<string> {
    return this.open.transaction(async (trx) => {
      if (!this.runs) throw new Error("no engine is at work");
      return this.runs.start(trx, requestOf(steps));
    });
  }

  /** How a run ended, once it has. */
  ended(id: string) {
    return vi.waitFor(
      async () => {
        const run = await this.row(id);
        if (run.status === "running") throw new Error(`run ${id} has not ended`);
        const steps = this.open.db.selectFrom("run_step").select("status").where("run_id", "=", id);
        const rows = await steps.orderBy("position").execute();
        const { status, verdict, failure } = run;
        return { status, verdict, failure, steps: rows.map((row) => row.status) };
      },
      { timeout: 20_000 },
    );
  }

  row(id: string) {
    const run = this.open.db.selectFrom("run").selectAll().where("id", "=", id);
    return run.executeTakeFirstOrThrow();
  }

  announced(id: string): Promise<string[]> {
    return announcedOf(this.open.db as unknown as Kysely<never>, id);
  }
}

/** Gives each test of this file an engine on a database of its own. */
export function engineForEach(): Engine {
  const engine = new Engine();
  let databases: Databases;
  beforeAll(async () => {
    databases = await embeddedDatabases();
  }, 120_000);
  afterAll(() => databases.stop());
  beforeEach(async () => {
    engine.store = await openStore(await databases.fresh());
    await makeAnnouncements(engine.open.db as unknown as Kysely<never>);
  });
  afterEach(async () => {
    await engine.runs?.stop(0);
    await engine.store?.close();
  });
  return engine;
}
