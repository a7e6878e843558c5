import type { Kysely, Transaction } from "kysely";

import type { ProgramReading } from "#model/program-loss.ts";
import { storableJson } from "#model/storable.ts";
import type { Database } from "#store/schema.ts";

/** What was read of a source for an incident, and when. */
export interface Kept {
  readonly readAt: Date;
  readonly programs: readonly ProgramReading[];
}

/** What was last read for an incident, by source. */
export async function readingsOf(
  db: Kysely<Database>,
  incident: string,
): Promise<Map<string, Kept>> {
  const rows = await db
    .selectFrom("loss_reading")
    .selectAll()
    .where("incident_id", "=", incident)
    .execute();
  return new Map(
    rows.map(({ source, read_at: readAt, reading }) => [source, { readAt, programs: reading }]),
  );
}

/** Keeps what was read in the place of what was read before. */
export async function keepReadings(
  trx: Transaction<Database>,
  incident: string,
  readings: ReadonlyMap<string, Kept>,
): Promise<void> {
  for (const [source, { readAt, programs }] of readings) {
    const read = { read_at: readAt, reading: storableJson(programs) };
    await trx
      .insertInto("loss_reading")
      .values({ incident_id: incident, source, ...read })
      .onConflict((conflict) => conflict.columns(["incident_id", "source"]).doUpdateSet(read))
      .execute();
  }
}
