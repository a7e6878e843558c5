import type { BoxAnswer, BoxRequests } from "#sandbox/contract.ts";
import { channelFor, messageOf, spokenName } from "#sandbox/methods/channel.ts";
import type { Parts } from "#sandbox/parts.ts";
import { Refusal } from "#sandbox/refusal.ts";
import { slackMessage } from "#sandbox/shapes/slack-message.ts";

import { deliver, occasion, personOf, responseAddress, unanswered } from "./interaction.ts";

/** One of the app's actions on a message, also where the app has not been invited. */
export async function shortcut(
  parts: Parts,
  request: BoxRequests["/box/shortcut"],
): Promise<BoxAnswer> {
  const { workspace, url, shortcuts } = parts;
  const user = personOf(parts, request.user);
  const channel = channelFor(parts, user.id, request.channel);
  const { id } = channel;
  const message = messageOf(parts, id, request.ts);
  if (message.ephemeral_to !== undefined || message.is_deleted)
    throw new Refusal("message_not_found");
  if (!shortcuts.some((each) => each.callback_id === request.callback_id))
    throw new Refusal("shortcut_not_found");
  const delivery = await deliver(parts, {
    type: "interactive",
    accepts_response_payload: false,
    payload: {
      type: "message_action",
      ...occasion(parts, user),
      action_ts: workspace.timestamps.next(),
      callback_id: request.callback_id,
      channel: { id, name: spokenName(channel) },
      message_ts: message.ts,
      message: slackMessage(workspace, message, { url, metadata: false }),
      response_url: responseAddress(parts, user.id, id),
    },
  });
  return delivery.state === "acknowledged" ? { ok: true } : unanswered(parts, delivery.state);
}
