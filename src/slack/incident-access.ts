import type { Transaction } from "kysely";

import { mayDo } from "#runs/roles.ts";
import { personOf, refuseAccess } from "#slack/access.ts";
import type { Desk } from "#slack/desk.ts";
import type { Received } from "#slack/inbox.ts";
import { triage } from "#slack/incident-request.ts";
import type { Database } from "#store/schema.ts";

export const isOver = "It is over already: there is nothing left to do about it.";

/** Null when a person may do something about incidents and endpoints, else who can: it is the triage's roles that say so. */
export async function mayAnswer(received: Received, desk: Desk): Promise<string | null> {
  const person = await personOf(received, desk);
  return mayDo(desk.config.roles, person, "answer", { runbook: triage, role: null });
}

/** Tells somebody that they may not, and keeps what they wanted. */
export async function refuse(
  trx: Transaction<Database>,
  received: Received,
  asked: { readonly action: string; readonly of: string; readonly sentence: string },
): Promise<void> {
  const { action, of, sentence } = asked;
  await refuseAccess(trx, received, { action, runId: null, runbook: triage, of, sentence });
}
