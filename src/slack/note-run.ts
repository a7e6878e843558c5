import type { Transaction } from "kysely";

import { lockOccurrence } from "#cadence/occurrences.ts";
import { mark } from "#cadence/snoozes.ts";
import type { Desk } from "#slack/desk.ts";
import { findingIn } from "#slack/finding-actions.ts";
import { readFindingValue } from "#slack/finding-id.ts";
import type { Received } from "#slack/inbox.ts";
import type { Database } from "#store/schema.ts";

/** Has the digest say that a run was started from one of its findings. */
export async function noteRun(
  trx: Transaction<Database>,
  runId: string,
  { interaction }: Received,
  desk: Pick<Desk, "cadences">,
): Promise<void> {
  if (interaction.kind !== "submission" || !interaction.finding) return;
  const id = readFindingValue(interaction.finding);
  await lockOccurrence(trx, id.occurrence);
  const one = await findingIn(trx, id);
  if (!one) return;
  const said = { kind: "run", by: interaction.user, at: new Date(), run_id: runId } as const;
  await mark(trx, one, { ...said, occurrence_id: id.occurrence });
  await desk.cadences.retell(trx, id.occurrence);
}
