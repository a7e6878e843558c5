import type { Transaction } from "kysely";

import { audit } from "#runs/audit.ts";
import type { Desk } from "#slack/desk.ts";
import { tellWithin } from "#slack/desk.ts";
import type { Received } from "#slack/inbox.ts";
import { notNow } from "#slack/views/private.ts";
import type { Database } from "#store/schema.ts";

/** Who acts and where, with the user groups they are in: what roles are judged by. */
export async function personOf({ interaction }: Received, { groups, config }: Desk) {
  const { user, channel } = interaction;
  return { user, channel, groups: await groups.of(user, config.roles) };
}

export interface Refused {
  /** What they wanted to do. */
  readonly action: string;
  /** Null where they wanted to start one. */
  readonly runId: string | null;
  /** Who can, said to the person. */
  readonly sentence: string;
  readonly runbook?: string;
  readonly position?: number;
  /** The incident or endpoint it is about. */
  readonly of?: string;
}

/** Tells a person privately that they may not, and writes it to the audit log. */
export async function refuseAccess(
  trx: Transaction<Database>,
  received: Received,
  { sentence, runId, ...detail }: Refused,
): Promise<void> {
  const { user: actor, channel } = received.interaction;
  const at = new Date();
  await audit(trx, {
    at,
    actor,
    action: "access.refused",
    runId,
    channel,
    detail: { ...detail, sentence },
  });
  await tellWithin(trx, received, notNow("🚫", sentence));
}
