import { elementOf } from "#sandbox/blocks/identify.ts";
import type { BoxAnswer, BoxRequests, BoxView } from "#sandbox/contract.ts";
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
  const { workspace, url } = parts;
  const channel = workspace.channels.get(request.channel ?? "");
  const message = channel && workspace.message(channel.id, request.ts ?? "");
  const isHidden = (message?.ephemeral_to ?? request.user) !== request.user;
  if (!message || isHidden) throw new Refusal("message_not_found");
  checkElement(message.blocks ?? [], request);
  const isEphemeral = message.ephemeral_to !== undefined;
  const thread = message.thread_ts;
  return {
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(thread && { thread_ts: thread }),
    },
    channel: { id: channel.id, name: channel.name },
    ...(!isEphemeral && { message: slackMessage(workspace, message, { url, metadata: true }) }),
    response_url: responseAddress(parts, request.user, channel.id, message.ts),
  };
}

function ofView(parts: Parts, id: string, request: Request): Record<string, unknown> {
  const view = viewOf(parts, request.user, id);
  checkElement(view.view.blocks, request);
  return {
    container: { type: "view", view_id: view.id },
    view: { ...view.view, state: { values: request.state } },
  };
}

/** The view that this person has open. */
export function viewOf({ modals }: Parts, user: string, id: string): BoxView {
  const view = modals.find(id);
  if (view === undefined || view.user !== user) throw new Refusal("view_not_found");
  return view;
}

function checkElement(blocks: readonly object[], { action }: Request): void {
  const { block_id: block, action_id: id } = action;
  if (!elementOf(blocks, String(block), String(id))) throw new Refusal("action_not_found");
}
