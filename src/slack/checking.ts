import { DateTime } from "luxon";

import { readAsked } from "#cadence/asked.ts";
import { mayDo } from "#runs/roles.ts";
import { personOf, refuseAccess } from "#slack/access.ts";
import { stillJudged } from "#slack/board.ts";
import type { Desk } from "#slack/desk.ts";
import { settle, tell } from "#slack/desk.ts";
import { openModal } from "#slack/forms.ts";
import type { Received } from "#slack/inbox.ts";
import { isMember } from "#slack/membership.ts";
import { checkForm, checkFormButton } from "#slack/views/check-form.ts";
import type { CheckFormWorld } from "#slack/views/check-form.ts";
import { checkList } from "#slack/views/check-list.ts";
import { invite } from "#slack/views/private.ts";

/** Has checks judged where they were asked for, if that person may and the bot is there; the digest shows how far they are. */
export async function beginChecks(
  what: string,
  given: Readonly<Record<string, string>>,
  received: Received,
  desk: Desk,
): Promise<void> {
  const { user, channel, thread } = received.interaction;
  const { config, client, checks, workspace } = desk;
  const { cadence, onlyCheck, period, source } = readAsked(what, given, {
    config,
    checks,
    now: DateTime.now(),
  });
  if (!(await isMember(client, channel))) {
    return tell(received, desk, invite(channel, workspace.botUserId));
  }
  const person = await personOf(received, desk);
  const sentence = mayDo(config.roles, person, "start", { runbook: what, role: null });
  await settle(received, desk, async (trx) => {
    if (sentence !== null) {
      const refused = { action: "check", runId: null, sentence, check: what };
      return refuseAccess(trx, received, refused);
    }
    const asked = { cadence, onlyCheck, period, source, channel, thread, askedBy: user };
    await desk.cadences.ask(trx, asked);
  });
}

/** Opens the form that asks what to judge. */
export async function openCheckForm(
  { what, thread }: { readonly what: string | null; readonly thread: string | null },
  received: Received,
  desk: Desk,
): Promise<void> {
  const { channel, respond } = received.interaction;
  const view = checkForm({ channel, thread, respond }, what, formWorld(desk));
  await openModal(view, checkFormButton("Open the form", { what, thread }), received, desk);
}

/** Shows one person every check with its last outcome. */
export async function listChecks(received: Received, desk: Desk): Promise<void> {
  const { checks, config, store } = desk;
  const latest = await stillJudged(store.db, desk);
  await tell(received, desk, checkList(checks, config, latest, DateTime.utc()));
}

function formWorld({ checks, config }: Desk): CheckFormWorld {
  return {
    cadences: [...config.cadences.values()],
    checks: [...checks].map(([id, { title }]) => ({ id, title })),
    sources: [...config.sources.keys()],
  };
}
