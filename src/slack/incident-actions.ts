import type { Transaction } from "kysely";
import { DateTime } from "luxon";
import { z } from "zod";

import type { Incident, IncidentEvent } from "#model/incident.ts";
import type { Desk } from "#slack/desk.ts";
import { settle, tell, tellWithin } from "#slack/desk.ts";
import { openForm, openModal } from "#slack/forms.ts";
import type { Received } from "#slack/inbox.ts";
import { isOver, mayAnswer, refuse } from "#slack/incident-access.ts";
import { incidentRequest } from "#slack/incident-request.ts";
import type { Interaction } from "#slack/interaction.ts";
import { lookAgain } from "#slack/looking-again.ts";
import { readButton } from "#slack/views/button-value.ts";
import {
  incidentAction,
  incidentButton,
  incidentVerbs,
  readIncidentValue,
  snoozeWords,
} from "#slack/views/incident-buttons.ts";
import { incidentForm } from "#slack/views/incident-form.ts";
import { stillBad } from "#slack/views/incident-heading.ts";
import { notNow } from "#slack/views/private.ts";
import type { Database } from "#store/schema.ts";
import { declareMaintenance } from "#watch/endpoint-orders.ts";
import { lockIncident, readIncident } from "#watch/incidents/incident-rows.ts";

type Click = Extract<Interaction, { kind: "action" }>;
type Submitted = Extract<Interaction, { kind: "incident" }>;
type Trx = Transaction<Database>;

/** What a person says to an incident. */
type Said = Extract<
  IncidentEvent,
  { kind: "acknowledged" | "assigned" | "snoozed" | "maintenance" }
>;

const gone = "That incident is not known any more.";

/** A button or menu below an incident was used. */
export async function actOnIncident(click: Click, received: Received, desk: Desk): Promise<void> {
  const verb = readButton(z.enum(incidentVerbs), click.action.slice(incidentAction.length + 1));
  const { id, word } = readIncidentValue(click.value);
  const { user: by } = received.interaction;
  const at = received.receivedAt.toISOString();
  switch (verb) {
    case "run":
      return offerTriage(id, received, desk);
    case "recheck":
      return lookAgain(id, received, desk);
    case "assign":
    case "maintenance":
      return ask(verb, id, received, desk);
    case "acknowledge":
      return say(id, { kind: "acknowledged", at, by }, received, desk);
    case "snooze": {
      const until = endOf(readButton(z.enum(snoozeWords), word), received, desk);
      return say(id, { kind: "snoozed", at, by, until }, received, desk);
    }
  }
}

/** An incident's form was submitted. */
export async function submitIncident(
  { verb, incident: id, said, reason }: Submitted,
  received: Received,
  desk: Desk,
): Promise<void> {
  const { user: by } = received.interaction;
  const { receivedAt } = received;
  const at = receivedAt.toISOString();
  if (verb === "assign") return say(id, { kind: "assigned", at, by, to: said }, received, desk);
  const to = DateTime.fromJSDate(receivedAt)
    .plus({ minutes: Number(said) })
    .toJSDate();
  const declared = { kind: "maintenance", at, by, until: to.toISOString(), reason } as const;
  await say(id, declared, received, desk, async (trx, incident) => {
    for (const { endpoint } of stillBad(incident)) {
      await declareMaintenance(trx, { endpoint, from: receivedAt, to, reason, by });
    }
  });
}

/** The triage's form, filled in with what the incident's endpoints matter to. */
async function offerTriage(id: string, received: Received, desk: Desk): Promise<void> {
  const incident = await readIncident(desk.store.db, id);
  if (!incident) return tell(received, desk, notNow("ℹ️", gone));
  await openForm(await incidentRequest(desk.store.db, incident, desk), received, desk);
}

async function ask(
  verb: "assign" | "maintenance",
  id: string,
  received: Received,
  desk: Desk,
): Promise<void> {
  const incident = await readIncident(desk.store.db, id);
  if (!incident) return tell(received, desk, notNow("ℹ️", gone));
  if (incident.endedAt !== null) return tell(received, desk, notNow("✅", isOver));
  const { channel, thread, respond } = received.interaction;
  const view = incidentForm({ verb, incident: id, channel, thread, respond }, incident);
  const label = verb === "assign" ? "Assign…" : "Declare maintenance…";
  await openModal(view, incidentButton(verb, label, id), received, desk);
}

const businessBegins = 9;
const saturday = 6;

/** When a snooze of the menu ends; business begins at nine on the next day of work, where people report. */
function endOf(
  word: (typeof snoozeWords)[number],
  { receivedAt }: Received,
  { config }: Desk,
): string {
  const now = DateTime.fromJSDate(receivedAt, { zone: config.timezone });
  if (word !== "business") {
    return until(now.plus(word === "short" ? { minutes: 30 } : { hours: 4 }));
  }
  let morning = now.startOf("day").set({ hour: businessBegins });
  while (morning <= now || morning.weekday >= saturday) morning = morning.plus({ days: 1 });
  return until(morning);
}

function until(at: DateTime): string {
  return at.toUTC().toISO() ?? "";
}

/** Keeps what a person says to an incident together with its being handled, and has the incident say so. */
async function say(
  id: string,
  said: Said,
  received: Received,
  desk: Desk,
  beside: (trx: Trx, incident: Incident) => Promise<void> = async () => {},
): Promise<void> {
  const { watch } = desk;
  const sentence = await mayAnswer(received, desk);
  await settle(received, desk, async (trx) => {
    const incident = (await lockIncident(trx, id))?.incident;
    if (!watch || !incident) return tellWithin(trx, received, notNow("ℹ️", gone));
    if (sentence !== null) return refuse(trx, received, { action: said.kind, of: id, sentence });
    if (incident.endedAt !== null) return tellWithin(trx, received, notNow("✅", isOver));
    if (isSaidAlready(incident, said)) return;
    await beside(trx, incident);
    await watch.incidents.act(trx, id, said);
  });
}

/** A second click on the same button says nothing new, nor does a second person's on an incident that is taken. */
function isSaidAlready(incident: Incident, said: Said): boolean {
  switch (said.kind) {
    case "acknowledged":
      return incident.acknowledged !== null;
    case "assigned":
      return incident.assignee === said.to;
    case "snoozed":
      return isNear(incident.snoozedUntil, said.until);
    case "maintenance":
      return isNear(incident.maintenance?.until ?? null, said.until);
  }
}

/** Two clicks of one hand lie this close, in milliseconds. */
const oneHand = 5000;

function isNear(one: string | null, other: string): boolean {
  return one !== null && Math.abs(Date.parse(one) - Date.parse(other)) < oneHand;
}
