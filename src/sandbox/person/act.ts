import { elementOf } from "#sandbox/blocks/identify.ts";
import type { Part } from "#sandbox/blocks/walk.ts";
import type { BoxAnswer, BoxMessage, BoxRequests, BoxView } from "#sandbox/contract.ts";
import { channelFor } from "#sandbox/methods/channel.ts";
import type { Parts } from "#sandbox/parts.ts";
import { Refusal } from "#sandbox/refusal.ts";
import { slackMessage } from "#sandbox/shapes/slack-message.ts";

import { deliver, occasion, personOf, responseAddress, unanswered } from "./interaction.ts";

type Request = BoxRequests["/box/action"];

/** A click or choice in a message or modal. */
export async function act(parts: Parts, request: Request): Promise<BoxAnswer> {
  const user = personOf(parts, request.user);
  const place =
    request.view_id === undefined
      ? ofMessage(parts, request)
      : ofView(parts, request.view_id, request);
  const delivery = await deliver(parts, {
    type: "interactive",
    accepts_response_payload: false,
    payload: {
      type: "block_actions",
      ...occasion(parts, user),
      ...place,
      state: { values: request.state },
      actions: [{ action_ts: parts.workspace.timestamps.next(), ...request.action }],
    },
  });
  return delivery.state === "acknowledged" ? { ok: true } : unanswered(parts, delivery.state);
}

function ofMessage(parts: Parts, request: Request): Record<string, unknown> {
  const { channel = "", ts = "", user } = request;
  const message = messageSeen(parts, user, channel, ts);
  elementAt(message.blocks ?? [], request.action);
  const address = responseAddress(parts, user, channel, ts);
  return { ...placeOfMessage(parts, message), response_url: address };
}

function ofView(parts: Parts, id: string, request: Request): Record<string, unknown> {
  const view = viewOf(parts, request.user, id);
  elementAt(view.view.blocks, request.action);
  return {
    container: { type: "view", view_id: view.id },
    view: { ...view.view, state: { values: request.state } },
  };
}

/** A message this person can see; whispers only their own. */
export function messageSeen(parts: Parts, user: string, channel: string, ts: string): BoxMessage {
  const message = parts.workspace.message(channel, ts);
  if (!message || (message.ephemeral_to ?? user) !== user) throw new Refusal("message_not_found");
  channelFor(parts, user, channel);
  return message;
}

/** How an interaction names the message it happened in. */
export function placeOfMessage(
  { workspace, url }: Parts,
  message: BoxMessage,
): Record<string, unknown> {
  const isEphemeral = message.ephemeral_to !== undefined;
  const thread = message.thread_ts;
  return {
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: isEphemeral,
      ...(thread && { thread_ts: thread }),
    },
    channel: { id: message.channel, name: workspace.channels.get(message.channel)?.name },
    ...(!isEphemeral && { message: slackMessage(workspace, message, { url, metadata: true }) }),
  };
}

/** The view that this person has open. */
export function viewOf({ modals }: Parts, user: string, id: string): BoxView {
  const view = modals.find(id);
  if (view === undefined || view.user !== user) throw new Refusal("view_not_found");
  return view;
}

/** The interactive element that an action names. */
export function elementAt(
  blocks: readonly object[],
  { block_id: block, action_id: id }: Readonly<Record<string, unknown>>,
): Part {
  const element = elementOf(blocks, String(block), String(id));
  if (!element) throw new Refusal("action_not_found");
  return element;
}
