import { DateTime } from "luxon";

import { insertOccurrence, knownUntil, markOccurrence } from "#cadence/occurrences.ts";
import type { NewOccurrence } from "#cadence/occurrences.ts";
import type { Store } from "#store/store.ts";

/** A row of one due instant of a cadence. */
export interface Row {
  readonly at: number;
  readonly status: string;
}

/** The occurrences of one cadence: those of the engine, or as they would be in memory. */
export interface Occurrences {
  /** The instant after which due instants are not known yet, by a clock that shows `now`. */
  knownUntil(now: number): Promise<number>;
  /** Writes down what is not there yet, and returns the due instants of those that are to be run. */
  write(due: readonly NewOccurrence[]): Promise<number[]>;
  /** Takes up what is to be run, once: false where that was done, or it is no longer there. */
  run(at: number, now: number): Promise<boolean>;
  rows(): Promise<Row[]>;
}

/** The real tables, read and written in transactions apart, as by processes at the same time. */
export function storedOccurrences(store: Store, cadence: string): Occurrences {
  return {
    knownUntil: async (now) =>
      (await store.transaction((trx) => knownUntil(trx, cadence, instant(now)))).toMillis(),
    write: (due) =>
      store.transaction(async (trx) => {
        const written: number[] = [];
        for (const one of due) {
          const id = await insertOccurrence(trx, one);
          if (id !== null && one.status === "pending") written.push(one.dueAt.toMillis());
        }
        return written;
      }),
    run: (at, now) =>
      store.transaction(async (trx) => {
        const row = await trx
          .selectFrom("occurrence")
          .select("id")
          .where("cadence", "=", cadence)
          .where("due_at", "=", new Date(at))
          .where("status", "=", "pending")
          .executeTakeFirst();
        if (row) await markOccurrence(trx, row.id, "done", new Date(now));
        return row !== undefined;
      }),
    rows: async () => {
      const all = await store.db
        .selectFrom("occurrence")
        .select(["due_at", "status"])
        .where("cadence", "=", cadence)
        .orderBy("due_at")
        .execute();
      return all.map(({ due_at: due, status }) => ({ at: due.getTime(), status }));
    },
  };
}

const clockDifference = 5 * 60_000;

/** What the tables hold and forget, without them: a due instant is one row, and nothing but its status is told of it. */
export function rememberedOccurrences(): Occurrences {
  const rows = new Map<number, string>();
  let since: number | null = null;
  return {
    async knownUntil(now) {
      const ahead = now + clockDifference;
      for (const [at, status] of rows) if (at > ahead && status !== "done") rows.delete(at);
      since = Math.min(since ?? now, ahead);
      return since;
    },
    async write(due) {
      const written = due.filter(({ dueAt }) => !rows.has(dueAt.toMillis()));
      for (const { dueAt, status } of written) rows.set(dueAt.toMillis(), status);
      for (const { dueAt } of due) since = Math.max(since ?? 0, dueAt.toMillis());
      return written
        .filter(({ status }) => status === "pending")
        .map(({ dueAt }) => dueAt.toMillis());
    },
    async run(at) {
      const isWaiting = rows.get(at) === "pending";
      if (isWaiting) rows.set(at, "done");
      return isWaiting;
    },
    rows: async () =>
      [...rows].map(([at, status]) => ({ at, status })).toSorted((a, b) => a.at - b.at),
  };
}

export function instant(millis: number): DateTime {
  return DateTime.fromMillis(millis, { zone: "utc" });
}
