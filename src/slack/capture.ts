import type { Transaction } from "kysely";

import type { Run } from "#runs/announcer.ts";
import { mayDo } from "#runs/roles.ts";
import type { AddedEvidence } from "#runs/run-evidence.ts";
import { personOf, refuseAccess } from "#slack/access.ts";
import { amend } from "#slack/amendments.ts";
import {
  amendmentsOf,
  capturesOf,
  keptFiles,
  lockMessage,
  noteCapture,
} from "#slack/captured-messages.ts";
import type { CapturedMessage } from "#slack/captured-messages.ts";
import { fileItem, messageItem, postedAt } from "#slack/captured-items.ts";
import type { Desk } from "#slack/desk.ts";
import { settle, tellWithin } from "#slack/desk.ts";
import type { Received } from "#slack/inbox.ts";
import { keepFiles } from "#slack/keep-files.ts";
import type { KeptFile } from "#slack/keep-files.ts";
import { react } from "#slack/outbox.ts";
import { permalinkOf } from "#slack/permalink.ts";
import { undescribed } from "#slack/pictures.ts";
import { captureNote } from "#slack/views/capture-note.ts";
import type { Database } from "#store/schema.ts";

/** A message to be captured. */
export interface MessageSeen {
  readonly channel: string;
  readonly ts: string;
  readonly author: string;
  readonly text: string;
  /** Slack's ids. */
  readonly files: readonly string[];
  /** The `ts` of its last edit; null where it never was. */
  readonly edited: string | null;
}

/** Captures a message's files for a run, and where it is wanted whole its words too: each once, whoever asks again. */
export async function capture(
  run: Run,
  message: MessageSeen,
  whole: boolean,
  received: Received,
  desk: Desk,
): Promise<void> {
  const { config, client, store } = desk;
  const { channel, ts } = message;
  const person = await personOf(received, desk);
  const sentence = mayDo(config.roles, person, "evidence", { runbook: run.runbook, role: null });
  if (sentence !== null) {
    const refused = { action: "evidence", runId: run.id, sentence };
    return settle(received, desk, (trx) => refuseAccess(trx, received, refused));
  }
  const permalink = await permalinkOf(client, channel, ts);
  const known = await keptFiles(store.db, run.id);
  const wanted = message.files.filter((id) => !known.has(id));
  const { kept, problems } = await keepFiles(wanted, run, message, desk);

  await settle(received, desk, async (trx) => {
    await lockMessage(trx, message);
    const before = (await capturesOf(trx, message)).find(({ run_id: id }) => id === run.id);
    const added = await newTo(trx, run, kept);
    const basis = { actor: person.user, permalink };
    const said = { posted: postedAt(ts, run), author: message.author, text: message.text };
    const items: AddedEvidence[] = [
      ...(whole && !before?.whole ? [messageItem(said, basis)] : []),
      ...added.map((file) => fileItem(file, said, basis)),
    ];
    if (items.length > 0) await desk.people.addEvidence(trx, run.id, items);
    const captured: CapturedMessage = {
      run_id: run.id,
      channel,
      ts,
      author: message.author,
      text: before?.text ?? message.text,
      files: [...(before?.files ?? []), ...added.map(({ id, file }) => ({ id, file }))],
      whole: whole || (before?.whole ?? false),
      permalink,
      edited: before?.edited ?? message.edited,
      deleted: before?.deleted ?? false,
    };
    if (items.length > 0) {
      await noteCapture(trx, captured);
      await react(trx, { key: `captured:${run.id}:${channel}:${ts}`, channel }, ts);
      for (const amended of await amendmentsOf(trx, message)) await amend(trx, amended, desk);
    }
    const names = captured.files.map(({ file }) => file);
    const pictures = await undescribed(trx, run.id, names);
    const note = captureNote(run.id, pictures, problems);
    if (note) await tellWithin(trx, received, note);
  });
}

/** What another interaction has not kept meanwhile. */
async function newTo(
  trx: Transaction<Database>,
  run: Run,
  kept: readonly KeptFile[],
): Promise<KeptFile[]> {
  const known = await keptFiles(trx, run.id);
  return kept.filter(({ id }) => !known.has(id));
}
