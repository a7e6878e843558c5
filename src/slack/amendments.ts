import type { Transaction } from "kysely";

import { capturesOf, lockMessage, noteCapture } from "#slack/captured-messages.ts";
import type { CapturedMessage, Change } from "#slack/captured-messages.ts";
import type { Desk } from "#slack/desk.ts";
import { settle } from "#slack/desk.ts";
import type { Received } from "#slack/inbox.ts";
import type { Amended } from "#slack/thread-events.ts";
import type { Database } from "#store/schema.ts";

/** A message was edited or deleted: where it was captured, that becomes evidence too, and what was captured stays. */
export async function keepAmendment(change: Change, received: Received, desk: Desk): Promise<void> {
  await settle(received, desk, async (trx) => {
    await lockMessage(trx, change);
    await amend(trx, change, desk);
  });
}

/** Records what became of a captured message, once for every run that captured it; the caller holds the message. */
export async function amend(
  trx: Transaction<Database>,
  change: Change,
  { people }: Pick<Desk, "people">,
): Promise<void> {
  for (const captured of await capturesOf(trx, change)) {
    const words = differences(captured, change);
    if (!words || isKnown(captured, change)) continue;
    const isDeletion = change.text === null;
    await noteCapture(trx, {
      ...captured,
      text: change.text ?? captured.text,
      files: captured.files.filter(({ id }) => change.files.includes(id)),
      edited: change.changed,
      deleted: isDeletion,
    });
    const item = {
      kind: "change",
      title: isDeletion ? "Captured message deleted" : "Captured message edited",
      file: null,
      sha256: null,
      bytes: null,
      // Slack tells who edits, but not who deletes.
      actor: isDeletion ? "countercheck" : change.user,
      permalink: captured.permalink,
      words: { author: captured.author, ...words },
    } as const;
    await people.addEvidence(trx, captured.run_id, [item]);
  }
}

function isKnown({ deleted, edited }: CapturedMessage, { changed }: Amended): boolean {
  return deleted || (edited !== null && Number(edited) >= Number(changed));
}

function differences(
  { text, files }: CapturedMessage,
  change: Amended,
): Record<string, string> | null {
  const gone = files.filter(({ id }) => !change.files.includes(id)).map(({ file }) => file);
  const removed: Record<string, string> = gone.length > 0 ? { removed_files: gone.join(", ") } : {};
  if (change.text === null) return { before: text, after: "(deleted)", ...removed };
  if (change.text === text && gone.length === 0) return null;
  return { before: text, after: change.text, ...removed };
}
