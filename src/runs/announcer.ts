import type { Selectable, Transaction } from "kysely";

import type { Database, RunStepTable, RunTable } from "#store/schema.ts";

export type Run = Selectable<RunTable>;
export type RunStep = Selectable<RunStepTable>;

/** Tells people of a run. Idempotent: a state is told once, however often it is called with it. */
export interface Announcer {
  /** Called within the transaction of every visible change, so that what is said and what is true commit together. */
  changed(trx: Transaction<Database>, run: Run, steps: readonly RunStep[]): Promise<void>;
}
