import { join } from "node:path";

import { sql } from "kysely";
import type { Kysely } from "kysely";
import { DateTime } from "luxon";
import { pino } from "pino";
import { vi } from "vitest";
import { z } from "zod";

import { Cadences } from "#cadence/cadences.ts";
import type { CadencesParts } from "#cadence/cadences.ts";
import { judgedIn } from "#cadence/occurrences.ts";
import type { DigestTeller } from "#cadence/teller.ts";
import { defineCheck } from "#check.ts";
import type { Check } from "#check.ts";
import { loadConfig } from "#config.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { openStore } from "#store/store.ts";
import type { Store, StoreOptions } from "#store/store.ts";
import { smallProgram } from "../runs/program.ts";
import type { Program } from "../runs/program.ts";

/** The small program of October 2026 with cadences and checks. */
export function programWith(more: string): Promise<Program> {
  return smallProgram(more);
}

/** The same, where it was written before. */
export async function programIn(folder: string): Promise<Pick<Program, "parts">> {
  const config = await loadConfig(join(folder, "countercheck.yml"));
  const artifacts = await openDiskArtifacts(join(folder, "data", "artifacts"));
  return { parts: { config, artifacts, scratchFolder: join(folder, "data", "scratch") } };
}

/** Counts the commissions there are, and passes. */
export const counting: Check = defineCheck({
  title: "Commissions are counted",
  why: "It is a drill.",
  cadence: "daily",
  needs: { commissions: [] },
  runbook: "payout-mismatch",
  settings: z.strictObject({}),
  measure: () => "SELECT count(*) AS number FROM commissions",
  judge: ({ rows }) => ({
    outcome: "pass",
    text: `${rows[0]?.["number"]} commissions.`,
    metric: Number(rows[0]?.["number"]),
    expected: { from: null, to: null },
    atRisk: "0",
    rows,
  }),
}) as Check;

/** A clock that stands where it is put. */
export class Clock {
  #at: DateTime;

  constructor(at: string) {
    this.#at = DateTime.fromISO(at, { zone: "utc" });
  }

  readonly now = (): DateTime => this.#at;

  put(at: string): void {
    this.#at = DateTime.fromISO(at, { zone: "utc" });
  }
}

/** Writes down what it is called with, as often as it is called. */
export const teller: DigestTeller = {
  async changed(trx, { id, status }, judged) {
    await sql`INSERT INTO told (occurrence, said) VALUES (${id}, ${status === "done" ? `done ${judged.length}` : status})`.execute(
      trx,
    );
  },
  undelivered: async () => undefined,
};

/** Makes the table the teller writes to. */
async function makeTold(db: Kysely<never>): Promise<void> {
  await sql`CREATE TABLE IF NOT EXISTS told (number bigint GENERATED ALWAYS AS IDENTITY, occurrence text, said text)`.execute(
    db,
  );
}

export interface Engine {
  readonly store: Store;
  readonly cadences: Cadences;
  close(): Promise<void>;
}

/** An engine at work on a database, over a program, by a clock of its own. */
export async function engineOn(
  options: StoreOptions,
  program: Pick<Program, "parts">,
  parts: Pick<CadencesParts, "checks"> &
    Partial<Pick<CadencesParts, "onCommit" | "now" | "teller">>,
): Promise<Engine> {
  const store = await openStore(options);
  await makeTold(store.db as unknown as Kysely<never>);
  const log = pino({ level: "silent" });
  const cadences = new Cadences({ ...program.parts, waits: [], store, teller, log, ...parts });
  await cadences.work();
  const close = async (): Promise<void> => {
    await cadences.stop(0);
    await store.close();
  };
  return { store, cadences, close };
}

/** Each occurrence once all have ended, in the order in which they were due. */
export function ended({ store }: Engine, count: number) {
  return vi.waitFor(
    async () => {
      const query = store.db.selectFrom("occurrence").selectAll().orderBy("due_at");
      const rows = await query.execute();
      const open = rows.filter(({ status }) => status === "pending" || status === "running");
      if (rows.length < count || open.length > 0)
        throw new Error(`${rows.map(({ status }) => status).join(" ")} of ${count}`);
      return rows;
    },
    { timeout: 30_000, interval: 50 },
  );
}

/** What the checks of the only occurrence concluded, by their ids. */
export async function concluded({ store }: Engine): Promise<Record<string, string>> {
  const { id } = await store.db.selectFrom("occurrence").select("id").executeTakeFirstOrThrow();
  const judged = await judgedIn(store.db, id);
  const told = judged.map(({ check, outcome, text }) => [check, `${outcome}: ${text}`] as const);
  return Object.fromEntries(told.toSorted(([left], [right]) => left.localeCompare(right)));
}

/** The states that were told of each occurrence from the beginning of its work on; one that was said again is one. */
export async function toldBy({ store }: Engine): Promise<string[]> {
  const { rows } = await sql<{ said: string }>`
    SELECT said FROM told WHERE said <> 'pending' GROUP BY occurrence, said ORDER BY min(number)`.execute(
    store.db,
  );
  return rows.map(({ said }) => said);
}
