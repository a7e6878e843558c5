import { lockRun } from "#runs/run-rows.ts";
import { mayDo } from "#runs/roles.ts";
import { personOf, refuseAccess } from "#slack/access.ts";
import type { Desk } from "#slack/desk.ts";
import { settle, tellWithin } from "#slack/desk.ts";
import type { Received } from "#slack/inbox.ts";
import type { Interaction } from "#slack/interaction.ts";
import { notNow } from "#slack/views/private.ts";

/** A run's cancel button was clicked: ends the run, if it still goes on and that person may. */
export async function cancelRun(
  { value: runId, user }: Extract<Interaction, { kind: "action" }>,
  received: Received,
  desk: Desk,
): Promise<void> {
  const person = await personOf(received, desk);
  const { roles } = desk.config;
  await settle(received, desk, async (trx) => {
    const rows = await lockRun(trx, runId);
    if (rows?.run.status !== "running") {
      return tellWithin(trx, received, notNow("ℹ️", "This run is over already."));
    }
    const { runbook } = rows.run;
    const sentence = mayDo(roles, person, "cancel", { runbook, role: null });
    if (sentence !== null) {
      return refuseAccess(trx, received, { action: "cancel", runId, sentence });
    }
    await desk.people.cancel(trx, runId, { by: user, reason: null });
  });
}
