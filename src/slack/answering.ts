import type { Transaction } from "kysely";

import { UsageError } from "#errors.ts";
import { evidenceHead, ledgerOf } from "#evidence/ledger.ts";
import type { AnswerAction } from "#model/prompt.ts";
import type { Said } from "#runs/people.ts";
import { answersTo, lockRun, readRun } from "#runs/run-rows.ts";
import type { StepKey } from "#runs/run-rows.ts";
import type { Person } from "#runs/roles.ts";
import { personOf, refuseAccess } from "#slack/access.ts";
import type { Desk } from "#slack/desk.ts";
import { settle, tellWithin } from "#slack/desk.ts";
import { openModal } from "#slack/forms.ts";
import type { Received } from "#slack/inbox.ts";
import type { Interaction } from "#slack/interaction.ts";
import type { Asked, Obstacle } from "#slack/obstacles.ts";
import { denialOf, handOverDenialOf, promptFor } from "#slack/obstacles.ts";
import { answerButton, labelOf, needsForm, readAnswerButton } from "#slack/views/answer-button.ts";
import { answerForm } from "#slack/views/answer-form.ts";
import { notNow } from "#slack/views/private.ts";
import type { Database } from "#store/schema.ts";

type Click = Extract<Interaction, { kind: "action" }>;
type Submitted = Extract<Interaction, { kind: "answer" }>;

/** The same words of the same person again within these milliseconds are one click too many. */
const doubleClick = 10_000;

/** A prompt's button was clicked: says it, or opens the form for the rest of it. */
export async function press(click: Click, received: Received, desk: Desk): Promise<void> {
  const { action, ...key } = readAnswerButton(click.action, click.value);
  if (!needsForm(action)) {
    const said = { action, by: click.user, value: null, reason: null };
    return give(said, { key, choice: null }, received, desk);
  }
  const person = await personOf(received, desk);
  const rows = await readRun(desk.store.db, key.runId);
  const asked = judged(promptFor(rows, key, action), action, person, desk);
  if ("kind" in asked) {
    return settle(received, desk, (trx) => refuse(trx, asked, { key, action }, received));
  }
  const { channel, respond, thread } = click;
  const { step, prompt } = asked;
  const view = answerForm({ ...key, action, channel, respond, thread }, step, prompt);
  const again = answerButton(key, action, labelOf(action, prompt.actions.includes("approve")));
  await openModal(view, again, received, desk);
}

/** A prompt's form was submitted. */
export async function submitAnswer(
  { action, value, choice, reason, user, runId, position }: Submitted,
  received: Received,
  desk: Desk,
): Promise<void> {
  const said = { action, by: user, value, reason };
  await give(said, { key: { runId, position }, choice }, received, desk);
}

/** Keeps an answer in one transaction with its being handled, or says privately why it comes to nothing. */
async function give(
  said: Said,
  { key, choice }: { key: StepKey; choice: number | null },
  received: Received,
  desk: Desk,
): Promise<void> {
  const { action } = said;
  const { roles } = desk.config;
  const person = await personOf(received, desk);
  const to = action === "hand_over" && said.value !== null ? said.value : null;
  const receiver =
    to === null ? null : { ...person, user: to, groups: await desk.groups.of(to, roles) };
  await settle(received, desk, async (trx) => {
    const rows = await lockRun(trx, key.runId);
    const asked = judged(promptFor(rows, key, action), action, person, desk, receiver);
    if ("kind" in asked) return refuse(trx, asked, { key, action }, received);
    const value = choice === null ? said.value : choiceOf(asked, choice);
    if (await isDoubled(trx, key, { ...said, value })) return;
    await desk.people.answer(trx, key, { ...said, value });
  });
}

function judged(
  asked: Asked | Obstacle,
  action: AnswerAction,
  person: Person,
  { config, workspace }: Desk,
  receiver: Person | null = null,
): Asked | Obstacle {
  if ("kind" in asked) return asked;
  const { roles } = config;
  const handing =
    receiver && handOverDenialOf(asked, receiver, { roles, bot: workspace.botUserId });
  return denialOf(asked, action, person, roles) ?? handing ?? asked;
}

function choiceOf({ prompt, step }: Asked, choice: number): string {
  const chosen = prompt.field?.choices[choice];
  if (chosen !== undefined) return chosen;
  throw new UsageError(`“${step.title}” offers other choices by now; answer it once more.`);
}

async function isDoubled(trx: Transaction<Database>, key: StepKey, said: Said): Promise<boolean> {
  const last = (await answersTo(trx, key)).findLast(({ by }) => by === said.by);
  if (!last || Date.now() - Date.parse(last.at) > doubleClick) return false;
  const isSame =
    last.action === said.action && last.value === said.value && last.reason === said.reason;
  if (!isSame || said.action !== "approve") return isSame;
  // An approval of other evidence is void, and given once more it is another.
  return last.evidence === evidenceHead(await ledgerOf(trx, key.runId));
}

async function refuse(
  trx: Transaction<Database>,
  { kind, sentence }: Obstacle,
  { key, action }: { key: StepKey; action: AnswerAction },
  received: Received,
): Promise<void> {
  if (kind === "over") return tellWithin(trx, received, notNow("ℹ️", sentence));
  await refuseAccess(trx, received, { ...key, action, sentence });
}
