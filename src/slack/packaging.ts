import { UsageError } from "#errors.ts";
import type { Ordered } from "#evidence/packaging.ts";
import { ledgerOf } from "#evidence/ledger.ts";
import { completeness, missingArtifacts } from "#model/artifacts.ts";
import { mayDo } from "#runs/roles.ts";
import { readRun } from "#runs/run-rows.ts";
import { personOf, refuseAccess } from "#slack/access.ts";
import type { Desk } from "#slack/desk.ts";
import { settle, tell, tellWithin } from "#slack/desk.ts";
import { openModal } from "#slack/forms.ts";
import type { Received } from "#slack/inbox.ts";
import type { Message } from "#slack/message.ts";
import { packageButton } from "#slack/views/package-button.ts";
import { packageForm } from "#slack/views/package-form.ts";
import { notNow, offer } from "#slack/views/private.ts";

/** Asks for a run's evidence package, if that person may; where an artifact is missing, asks them for a reason first. */
export async function packageRun(
  runId: string,
  reason: string | null,
  received: Received,
  desk: Desk,
): Promise<void> {
  const { user, channel, thread, respond } = received.interaction;
  const rows = await readRun(desk.store.db, runId);
  if (rows?.run.channel !== channel) throw new UsageError(noRun);
  const { runbook } = rows.run;
  const person = await personOf(received, desk);
  const deed = { runbook, role: null, verb: "package the evidence of" };
  const sentence = mayDo(desk.config.roles, person, "evidence", deed);
  if (sentence !== null) {
    const refused = { action: "evidence", runId, sentence };
    return settle(received, desk, (trx) => refuseAccess(trx, received, refused));
  }
  const missing = missingArtifacts(await ledgerOf(desk.store.db, runId));
  if (missing.length > 0 && reason === null) {
    const standing = await desk.packaging.standing(runId);
    if (standing) return tell(received, desk, said(standing));
    const button = packageButton(runId, `Package without ${missing.length === 1 ? "it" : "them"}…`);
    if (!("trigger" in received.interaction)) {
      return tell(received, desk, offer(button, lacking(missing)));
    }
    const view = packageForm({ runId, channel, thread, respond }, rows.run, missing);
    return openModal(view, button, received, desk);
  }
  const why = missing.length > 0 ? reason : null;
  await settle(received, desk, async (trx) => {
    const ordered = await desk.packaging.order(trx, { runId, askedBy: user, reason: why });
    await tellWithin(trx, received, said(ordered));
  });
}

function lacking(missing: readonly string[]): string {
  return `The evidence has ${completeness(missing)} yet. Add what is missing to this thread and ask again, or say why it is sealed without:`;
}

function said(ordered: Ordered): Message {
  switch (ordered.kind) {
    case "ordered":
      return notNow(
        "📦",
        "The evidence is being packaged; the package comes into the run's thread.",
      );
    case "under_way":
      return notNow(
        "ℹ️",
        "The evidence is being packaged already; the package comes into the run's thread.",
      );
    case "unchanged":
      return notNow(
        "ℹ️",
        `The package stands in the run's thread already, and nothing has been added since. Its root hash is \`${ordered.root}\`.`,
      );
    case "no_run":
      return notNow("🚫", noRun);
  }
}

const noRun = "There is no such run in this channel. `/evidence` lists the newest.";
