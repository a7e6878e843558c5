import type { Kysely } from "kysely";

import { ledgerOf } from "#evidence/ledger.ts";
import type { LedgerItem } from "#evidence/ledger.ts";
import { isShownInFull } from "#model/artifacts.ts";
import { mayDo } from "#runs/roles.ts";
import { readRun } from "#runs/run-rows.ts";
import { personOf, refuseAccess } from "#slack/access.ts";
import type { Desk } from "#slack/desk.ts";
import { settle, tell, tellWithin } from "#slack/desk.ts";
import { openModal } from "#slack/forms.ts";
import type { Received } from "#slack/inbox.ts";
import type { Interaction } from "#slack/interaction.ts";
import type { NamedPicture, Picture } from "#slack/views/picture-button.ts";
import { pictureButtons, readPictureButton } from "#slack/views/picture-button.ts";
import { pictureForm } from "#slack/views/picture-form.ts";
import { notNow } from "#slack/views/private.ts";
import type { Database } from "#store/schema.ts";

/** The pictures of a run of which nobody said yet what they show; among some files where these are named. */
export async function undescribed(
  db: Kysely<Database>,
  runId: string,
  files: readonly string[] | null = null,
): Promise<NamedPicture[]> {
  const pictures = (await ledgerOf(db, runId)).filter(
    ({ kind, file }) => kind === "screenshot" && file !== null && (files?.includes(file) ?? true),
  );
  const said = new Set(pictures.filter(isShownInFull).map(({ file }) => file));
  const open = new Map(
    pictures.flatMap(({ file, title }) =>
      file === null || said.has(file) ? [] : [[file, { file, name: title }] as const],
    ),
  );
  return [...open.values()];
}

/** The button under a picture was clicked: asks in a form what it shows. */
export async function askPicture(
  click: Extract<Interaction, { kind: "action" }>,
  received: Received,
  desk: Desk,
): Promise<void> {
  const picture = readPictureButton(click.value);
  const rows = await readRun(desk.store.db, picture.runId);
  const item = await itemOf(desk.store.db, picture);
  if (!rows || !item) return tell(received, desk, notNow("ℹ️", gone));
  const person = await personOf(received, desk);
  const { runbook } = rows.run;
  const sentence = mayDo(desk.config.roles, person, "evidence", { runbook, role: null });
  if (sentence !== null) {
    const refused = { action: "evidence", runId: picture.runId, sentence };
    return settle(received, desk, (trx) => refuseAccess(trx, received, refused));
  }
  const { channel, thread, respond } = click;
  const named = { file: picture.file, name: item.title };
  const view = pictureForm({ ...picture, channel, thread, respond }, named, rows.run);
  const [button] = pictureButtons(picture.runId, [named]).elements;
  if (button?.type !== "button") return;
  await openModal(view, button, received, desk);
}

const gone = "There is no such picture any more.";

/** What a picture shows was said: chained as a further item, the same picture with its words. */
export async function keepPictureWords(
  { runId, file, filters, range, user }: Extract<Interaction, { kind: "picture" }>,
  received: Received,
  desk: Desk,
): Promise<void> {
  const person = await personOf(received, desk);
  await settle(received, desk, async (trx) => {
    const rows = await readRun(trx, runId);
    const picture = await itemOf(trx, { runId, file });
    if (!rows || !picture) return tellWithin(trx, received, notNow("ℹ️", gone));
    const { runbook } = rows.run;
    const sentence = mayDo(desk.config.roles, person, "evidence", { runbook, role: null });
    if (sentence !== null) {
      return refuseAccess(trx, received, { action: "evidence", runId, sentence });
    }
    const { title, sha256, bytes, permalink } = picture;
    const words = { ...picture.words, filters, date_range: range };
    const item = { kind: "screenshot", title, file, sha256, bytes, permalink } as const;
    await desk.people.addEvidence(trx, runId, [{ ...item, actor: user, words }]);
    await tellWithin(trx, received, notNow("✅", `Kept: ${title} shows ${range}; ${filters}.`));
  });
}

async function itemOf(
  db: Kysely<Database>,
  { runId, file }: Picture,
): Promise<LedgerItem | undefined> {
  const ledger = await ledgerOf(db, runId);
  return ledger.findLast((item) => item.kind === "screenshot" && item.file === file);
}
