import { randomBytes } from "node:crypto";

import type { BoxMessage } from "./contract.ts";
import type { Parts } from "./parts.ts";
import { slackMessage } from "./shapes/slack-message.ts";
import { isDirectMessage } from "./shapes/slack-people.ts";

const messageSubscriptions = ["message.channels", "message.im", "app_mention"];

/** Milliseconds before each repetition of an event nobody acknowledged. */
const repetitions = [0, 60_000, 300_000];

/** Tells the app of an event if it subscribed to `subscription`; repeated up to three times while it is not acknowledged. */
export function sendEvent(
  parts: Parts,
  subscription: string,
  event: { readonly type: string } & Readonly<Record<string, unknown>>,
): void {
  if (!isSubscribed(parts, subscription)) return;
  const { teamId, appId, botUserId } = parts.workspace.installation;
  const payload = {
    token: "local",
    team_id: teamId,
    context_team_id: teamId,
    context_enterprise_id: null,
    api_app_id: appId,
    event: { event_ts: parts.workspace.timestamps.next(), ...event },
    type: "event_callback",
    event_id: `Ev${randomBytes(6).toString("hex").toUpperCase()}`,
    event_time: Math.floor(parts.clock() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: teamId,
        user_id: botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
  void attempt(parts, payload, 0);
}

function isSubscribed({ events }: Parts, subscription: string): boolean {
  return events === null || events.includes(subscription);
}

async function attempt(
  parts: Parts,
  payload: Readonly<Record<string, unknown>>,
  count: number,
): Promise<void> {
  const delivery = await parts.sockets.deliver({
    type: "events_api",
    payload,
    accepts_response_payload: false,
    retry_attempt: count,
    retry_reason: count === 0 ? "" : "timeout",
  });
  const pause = repetitions[count];
  if (delivery.state === "acknowledged" || pause === undefined) return;
  parts.tasks.after(pause, () => void attempt(parts, payload, count + 1));
}

/** Tells the app of a message in a conversation it is in; `change` says what happened to one that was there before. */
export function sendMessageEvent(
  parts: Parts,
  message: BoxMessage,
  change?: { readonly subtype: string } & Readonly<Record<string, unknown>>,
): void {
  const { workspace, url } = parts;
  const { botUserId } = workspace.installation;
  const channel = workspace.channels.get(message.channel);
  if (message.ephemeral_to !== undefined || !channel?.members.includes(botUserId)) return;
  if (!messageSubscriptions.some((name) => isSubscribed(parts, name))) return;
  const isDirect = isDirectMessage(message.channel);
  const shown = slackMessage(workspace, message, { url, metadata: false });
  const place = { channel: message.channel, channel_type: isDirect ? "im" : "channel" };
  const event = change
    ? { type: "message", ...change, ...place }
    : { ...shown, type: "message", ...place, event_ts: message.ts };
  sendEvent(parts, isDirect ? "message.im" : "message.channels", event);
  const isMention = message.text.includes(`<@${botUserId}>`) && message.user !== botUserId;
  if (!change && isMention && !isDirect)
    sendEvent(parts, "app_mention", { ...shown, type: "app_mention", channel: message.channel });
}
