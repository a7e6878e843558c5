import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";

import { sql } from "kysely";
import type { Kysely } from "kysely";

import type { Database } from "#store/schema.ts";

/** Whether this process works, and what does not, in words. */
export interface Health {
  readonly isWell: boolean;
  readonly facts: Readonly<Record<string, string>>;
}

/** Milliseconds: a process that is held up for so long answers nobody, nor does such a database. */
const longest = { loop: 5000, database: 5000 };

/** Watches the event loop from now on, and asks the database when it is asked. */
export function openHealth(db: Kysely<Database>) {
  const delays = monitorEventLoopDelay({ resolution: 50 });
  delays.enable();
  return {
    async read(): Promise<Health> {
      const held = delays.max / 1e6;
      delays.reset();
      const database = await answerOf(db);
      const isLoopWell = held < longest.loop;
      return {
        isWell: isLoopWell && database === "answers",
        facts: {
          event_loop: isLoopWell ? "runs" : `was held up for ${Math.round(held)} ms`,
          database,
        },
      };
    },
    close: () => delays.disable(),
  };
}

async function answerOf(db: Kysely<Database>): Promise<string> {
  const given = new AbortController();
  const late = pause(longest.database, "does not answer", { signal: given.signal, ref: false });
  const asked = sql`SELECT 1`.execute(db).then(
    () => "answers",
    () => "refuses",
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    given.abort();
    late.catch(() => {});
  }
}
