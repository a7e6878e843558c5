import type { Transaction } from "kysely";
import { z } from "zod";

import type { CommandReply } from "#command.ts";
import { displayLength } from "#model/duration.ts";
import type { Endpoint } from "#model/endpoint.ts";
import { audit } from "#runs/audit.ts";
import type { Desk } from "#slack/desk.ts";
import { settle, tellWithin } from "#slack/desk.ts";
import type { Received } from "#slack/inbox.ts";
import { mayAnswer, refuse } from "#slack/incident-access.ts";
import type { Interaction } from "#slack/interaction.ts";
import { post } from "#slack/outbox.ts";
import { endpointNamed, showEndpoint, testOnce } from "#slack/probing.ts";
import { readButton } from "#slack/views/button-value.ts";
import { endpointAction, endpointVerbs } from "#slack/views/endpoint-buttons.ts";
import { ordered } from "#slack/views/ordered.ts";
import { said } from "#slack/views/private.ts";
import type { Database } from "#store/schema.ts";
import { declareMaintenance, pause, resume } from "#watch/endpoint-orders.ts";

type Trx = Transaction<Database>;
type Order = Extract<CommandReply, { kind: "probe_order" }>;
type Maintained = Extract<CommandReply, { kind: "probe_maintenance" }>;

/** A button or menu about an endpoint was used. */
export async function actOnEndpoint(
  click: Extract<Interaction, { kind: "action" }>,
  received: Received,
  desk: Desk,
): Promise<void> {
  const verb = readButton(z.enum(endpointVerbs), click.action.slice(endpointAction.length + 1));
  const { value: endpoint } = click;
  if (verb === "show") return showEndpoint(endpoint, received, desk);
  if (verb === "test") return testOnce(endpoint, received, desk);
  await orderEndpoint({ kind: "probe_order", order: verb, endpoint }, received, desk);
}

/** Has nobody look at an endpoint, or again everybody. */
export async function orderEndpoint(
  { order, endpoint: id }: Order,
  received: Received,
  desk: Desk,
): Promise<void> {
  const endpoint = endpointNamed(id, desk);
  const { user } = received.interaction;
  await carryOut(endpoint, order, received, desk, async (trx) => {
    if (order === "pause") {
      const isPaused = await pause(trx, endpoint.id, user);
      return isPaused
        ? `paused ${id}: it is not looked at until somebody types /probe resume ${id}`
        : null;
    }
    const wasPaused = await resume(trx, endpoint.id);
    return wasPaused ? `resumed ${id}: it is looked at again` : null;
  });
}

/** Lets an endpoint be down without a word, from now on for a while. */
export async function maintainEndpoint(
  { endpoint: id, milliseconds, reason }: Maintained,
  received: Received,
  desk: Desk,
): Promise<void> {
  const endpoint = endpointNamed(id, desk);
  const { receivedAt: from, interaction } = received;
  const to = new Date(from.getTime() + milliseconds);
  await carryOut(endpoint, "maintenance", received, desk, async (trx) => {
    const order = { endpoint: endpoint.id, from, to, reason, by: interaction.user };
    await declareMaintenance(trx, order);
    return `declared maintenance of ${id} for ${displayLength(milliseconds)}: ${reason}`;
  });
}

/** Does it if this person may, and says what was done where its incidents are told, too; `work` says null where nothing was to be done. */
async function carryOut(
  { id, channel: own }: Endpoint,
  action: string,
  received: Received,
  desk: Desk,
  work: (trx: Trx) => Promise<string | null>,
): Promise<void> {
  const sentence = await mayAnswer(received, desk);
  await settle(received, desk, async (trx) => {
    if (sentence !== null) return refuse(trx, received, { action, of: id, sentence });
    const done = await work(trx);
    if (done === null) {
      const already = action === "pause" ? "is paused already" : "is not paused";
      return tellWithin(trx, received, said(`ℹ️ ${id} ${already}.`));
    }
    const { user: actor, channel } = received.interaction;
    const detail = { endpoint: id, done };
    await audit(trx, { at: new Date(), actor, action: `endpoint.${action}`, channel, detail });
    const told = own ?? desk.config.watch.channel;
    await tellWithin(trx, received, said(`✅ You have ${done}.`));
    if (told === null) return;
    const place = { key: `endpoint:${received.key}`, channel: told, parent: null };
    await post(trx, place, ordered(actor, done));
  });
}
