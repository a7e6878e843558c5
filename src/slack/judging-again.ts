import { z } from "zod";

import { readOccurrence } from "#cadence/occurrences.ts";
import { mayDo } from "#runs/roles.ts";
import { personOf, refuseAccess } from "#slack/access.ts";
import type { Desk } from "#slack/desk.ts";
import { settle, tellWithin } from "#slack/desk.ts";
import type { Received } from "#slack/inbox.ts";
import { readButton } from "#slack/views/button-value.ts";
import { notNow } from "#slack/views/private.ts";

const occurrenceId = z.string().regex(/^[0-9A-Z]{26}$/);
const gone = "That digest is not kept any more; ask for its window with /check.";
const atWork = "It is being judged already; its message says what comes of it.";

/** Has a digest's checks judged again over the same window, if that person may run them; its message is edited in place. */
export async function judgeAgain(value: string, received: Received, desk: Desk): Promise<void> {
  const id = readButton(occurrenceId, value);
  const occurrence = await readOccurrence(desk.store.db, id);
  const person = await personOf(received, desk);
  const { user, channel } = received.interaction;
  await settle(received, desk, async (trx) => {
    if (!occurrence) return tellWithin(trx, received, notNow("ℹ️", gone));
    const check = occurrence.only_check ?? occurrence.cadence;
    const sentence = mayDo(desk.config.roles, person, "start", { runbook: check, role: null });
    if (sentence !== null) {
      const refused = { action: "check", runId: null, sentence, check };
      return refuseAccess(trx, received, refused);
    }
    if (await desk.cadences.again(trx, id, { user, channel })) return;
    await tellWithin(trx, received, notNow("⏳", atWork));
  });
}
