import { DateTime } from "luxon";

import { resolveRequest } from "#runs/parameters.ts";
import { mayDo } from "#runs/roles.ts";
import { personOf, refuseAccess } from "#slack/access.ts";
import type { Desk } from "#slack/desk.ts";
import { runbookNamed, settle, tell } from "#slack/desk.ts";
import type { Received } from "#slack/inbox.ts";
import { noteRun } from "#slack/note-run.ts";
import { isMember } from "#slack/membership.ts";
import { invite } from "#slack/views/private.ts";

/** Starts a run where it was asked for, if that person may and the bot is there. */
export async function beginRun(
  id: string,
  given: Readonly<Record<string, string>>,
  received: Received,
  desk: Desk,
): Promise<void> {
  const { user, channel, thread } = received.interaction;
  const { config, client, workspace } = desk;
  const runbook = runbookNamed(id, desk);
  const request = resolveRequest(runbook, given, config, DateTime.now());
  if (!(await isMember(client, channel))) {
    return tell(received, desk, invite(channel, workspace.botUserId));
  }
  const person = await personOf(received, desk);
  const sentence = mayDo(config.roles, person, "start", { runbook: id, role: null });
  await settle(received, desk, async (trx) => {
    if (sentence !== null) {
      const refused = { action: "start", runbook: id, runId: null, sentence } as const;
      return refuseAccess(trx, received, refused);
    }
    const runId = await desk.startRun(trx, {
      ...request,
      runbook,
      requestedBy: user,
      channel,
      thread,
    });
    await noteRun(trx, runId, received, desk);
  });
}
