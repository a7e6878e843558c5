import type { Kysely, Transaction } from "kysely";
import { DateTime } from "luxon";
import { z } from "zod";

import { judgedIn, lockOccurrence, readOccurrence } from "#cadence/occurrences.ts";
import { isOf, mark, marksOf } from "#cadence/snoozes.ts";
import type { CheckMark } from "#cadence/snoozes.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
import { audit } from "#runs/audit.ts";
import { mayDo } from "#runs/roles.ts";
import { personOf, refuseAccess } from "#slack/access.ts";
import type { Desk } from "#slack/desk.ts";
import { settle, tell, tellWithin } from "#slack/desk.ts";
import { digestKey } from "#slack/digest-teller.ts";
import { findingOf, findingValue, readFindingValue } from "#slack/finding-id.ts";
import type { FindingId } from "#slack/finding-id.ts";
import { openForm, openModal } from "#slack/forms.ts";
import type { Received } from "#slack/inbox.ts";
import type { Interaction } from "#slack/interaction.ts";
import { post } from "#slack/outbox.ts";
import { runbookRequest } from "#slack/runbook-request.ts";
import { readButton } from "#slack/views/button-value.ts";
import { assigned } from "#slack/views/assigned.ts";
import { button, findingAction, findingVerbs } from "#slack/views/digest-buttons.ts";
import { findingForm } from "#slack/views/finding-form.ts";
import { notNow } from "#slack/views/private.ts";
import type { Database } from "#store/schema.ts";

type Click = Extract<Interaction, { kind: "action" }>;
type Submitted = Extract<Interaction, { kind: "finding" }>;

/** What a person says to a finding. */
type Said = Pick<CheckMark, "kind"> & Partial<Pick<CheckMark, "assignee" | "until">>;

const gone = "That finding is not in the digest any more.";

/** A button or menu below a finding was used. */
export async function actOnFinding(click: Click, received: Received, desk: Desk): Promise<void> {
  const verb = readButton(z.enum(findingVerbs), click.action.slice(findingAction.length + 1));
  const { word, ...id } = readFindingValue(click.value);
  switch (verb) {
    case "run":
      return offerRunbook(id, received, desk);
    case "assign":
      return ask("assign", id, received, desk);
    case "acknowledge":
      return say(id, { kind: "acknowledge" }, received, desk);
    case "rate":
      return say(id, { kind: readButton(rating, word) }, received, desk);
    case "snooze": {
      if (word === "date") return ask("snooze", id, received, desk);
      return say(id, { kind: "snooze", until: endOf(word, desk) }, received, desk);
    }
  }
}

const rating = z.enum(["useful", "noise"]);

/** A finding's form was submitted. */
export async function submitFinding(
  { verb, occurrence, finding, said }: Submitted,
  received: Received,
  desk: Desk,
): Promise<void> {
  const id = { occurrence, finding };
  if (verb === "assign") return say(id, { kind: "assign", assignee: said }, received, desk);
  const until = DateTime.fromISO(said, { zone: desk.config.timezone }).toJSDate();
  await say(id, { kind: "snooze", until }, received, desk);
}

/** The form of the finding's runbook, filled in with what the check looked at. */
async function offerRunbook(id: FindingId, received: Received, desk: Desk): Promise<void> {
  const one = await findingIn(desk.store.db, id);
  if (!one) return tell(received, desk, notNow("ℹ️", gone));
  await openForm(runbookRequest(one, id, desk), received, desk);
}

async function ask(
  verb: "assign" | "snooze",
  id: FindingId,
  received: Received,
  desk: Desk,
): Promise<void> {
  const one = await findingIn(desk.store.db, id);
  if (!one) return tell(received, desk, notNow("ℹ️", gone));
  const { channel, thread, respond } = received.interaction;
  const memory = { ...id, verb, channel, thread, respond };
  const again =
    verb === "assign"
      ? button(verb, "Assign…", findingValue(id))
      : button(verb, "Snooze until a date…", findingValue(id, "date"));
  await openModal(findingForm(memory, one), again, received, desk);
}

/** When a snooze of the menu ends: as the day begins where people report. */
function endOf(word: string | null, { config }: Desk): Date {
  const today = DateTime.now().setZone(config.timezone).startOf("day");
  const ends: Readonly<Record<string, DateTime>> = {
    week: today.startOf("week").plus({ weeks: 1 }),
    fortnight: today.plus({ weeks: 2 }),
    month: today.plus({ months: 1 }),
    months: today.plus({ months: 2 }),
  };
  return (ends[word ?? ""] ?? today.plus({ days: 1 })).toJSDate();
}

/** Keeps what a person says to a finding together with its being handled, and has the digest say so. */
async function say(id: FindingId, said: Said, received: Received, desk: Desk): Promise<void> {
  const person = await personOf(received, desk);
  const { user: by, channel } = received.interaction;
  await settle(received, desk, async (trx) => {
    const occurrence = await lockOccurrence(trx, id.occurrence);
    const one = await findingIn(trx, id);
    if (!occurrence || !one) return tellWithin(trx, received, notNow("ℹ️", gone));
    const { runbook, check, source, program } = one;
    const sentence = mayDo(desk.config.roles, person, "answer", { runbook, role: null });
    if (sentence !== null) {
      const refused = { action: said.kind, runId: null, runbook, check, sentence };
      return refuseAccess(trx, received, refused);
    }
    const at = new Date();
    if (await isSaidAlready(trx, id, one, { ...said, by })) return;
    await mark(trx, one, { ...said, occurrence_id: id.occurrence, by, at });
    const { kind, assignee = null, until = null } = said;
    const detail = { occurrence: id.occurrence, check, source, program, assignee, until };
    await audit(trx, { at, actor: by, action: `check.${kind}`, channel, detail });
    if (assignee !== null && occurrence.channel !== null) {
      const root = digestKey(id.occurrence);
      const place = { key: `${root}:assigned:${received.key}`, channel: occurrence.channel };
      await post(trx, { ...place, parent: root }, assigned(one, { by, assignee }));
    }
    await desk.cadences.retell(trx, id.occurrence);
  });
}

/** A second click on the same button says nothing new. */
async function isSaidAlready(
  trx: Transaction<Database>,
  { occurrence }: FindingId,
  one: JudgedCheck,
  { kind, by, assignee, until }: Said & { readonly by: string },
): Promise<boolean> {
  const own = (await marksOf(trx, occurrence)).filter((each) => isOf(one, each));
  const isVote = (each: Pick<CheckMark, "kind">) => ["useful", "noise"].includes(each.kind);
  const last = own.findLast(
    (each) => each.by === by && (each.kind === kind || (isVote(each) && isVote({ kind }))),
  );
  if (last?.kind !== kind) return false;
  const sameEnd = (last.until?.getTime() ?? null) === (until?.getTime() ?? null);
  return last.assignee === (assignee ?? null) && sameEnd;
}

/** The result that a button is about, as it stands. */
export async function findingIn(
  db: Kysely<Database>,
  { occurrence, finding }: FindingId,
): Promise<JudgedCheck | undefined> {
  if (!(await readOccurrence(db, occurrence))) return undefined;
  return (await judgedIn(db, occurrence)).find((one) => findingOf(one) === finding);
}
