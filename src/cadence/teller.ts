import type { Transaction } from "kysely";

import type { Occurrence } from "#cadence/occurrences.ts";
import type { Cadence } from "#model/cadence.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
import type { Database } from "#store/schema.ts";

type Trx = Transaction<Database>;

/** Tells people of an occurrence; idempotent, within the transaction of what it tells. */
export interface DigestTeller {
  changed(
    trx: Trx,
    occurrence: Occurrence,
    judged: readonly JudgedCheck[],
    /** How many results there will be when all are judged. */
    planned: number,
  ): Promise<void>;
  /** Looks for digests that could not be delivered, and says so in their cadence's second channel, once each. */
  undelivered(trx: Trx, cadences: ReadonlyMap<string, Cadence>): Promise<void>;
}
