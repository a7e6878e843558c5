import type { Transaction } from "kysely";

import { lockOccurrence } from "#cadence/occurrences.ts";
import { mark } from "#cadence/snoozes.ts";
import type { Desk } from "#slack/desk.ts";
import { findingIn } from "#slack/finding-actions.ts";
import { readFindingValue } from "#slack/finding-id.ts";
import type { Received } from "#slack/inbox.ts";
import type { Database } from "#store/schema.ts";
import { readIncident } from "#watch/incidents/incident-rows.ts";

/** Has the digest or the incident that a run was started from say so. */
export async function noteRun(
  trx: Transaction<Database>,
  runId: string,
  { interaction }: Received,
  desk: Pick<Desk, "cadences" | "watch">,
): Promise<void> {
  if (interaction.kind !== "submission") return;
  const { finding, incident, user: by } = interaction;
  if (finding) await noteFinding(trx, finding, { runId, by }, desk);
  if (!incident || !(await readIncident(trx, incident))) return;
  const at = new Date().toISOString();
  await desk.watch?.incidents.act(trx, incident, { kind: "run", at, by, run: runId });
}

async function noteFinding(
  trx: Transaction<Database>,
  finding: string,
  { runId, by }: { readonly runId: string; readonly by: string },
  desk: Pick<Desk, "cadences">,
): Promise<void> {
  const id = readFindingValue(finding);
  await lockOccurrence(trx, id.occurrence);
  const one = await findingIn(trx, id);
  if (!one) return;
  const said = { kind: "run", by, at: new Date(), run_id: runId } as const;
  await mark(trx, one, { ...said, occurrence_id: id.occurrence });
  await desk.cadences.retell(trx, id.occurrence);
}
